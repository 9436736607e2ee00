using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Backups;

namespace Switchyard.Verbs;

/// <summary><c>switchyard restore</c>: makes a data folder's store out of a backup. No server is called; none may use the folder.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The backup; it is only read." };
        var data = new Option<string>("--data")
        {
            Description = "The data folder to make; it must not hold a store.",
            HelpName = "DIR",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var command = new Command("restore", "Make a data folder out of a backup.") { file, data, json };
        command.SetAction(parsed =>
        {
            var console = parsed.InvocationConfiguration;
            try
            {
                var restored = SqliteRestore.Run(
                    parsed.GetRequiredValue(file),
                    parsed.GetRequiredValue(data),
                    TimeProvider.System.GetUtcNow(),
                    NullLogger.Instance
                );
                console.Output.WriteLine(
                    parsed.GetValue(json)
                        ? JsonSerializer.Serialize(restored, VerbsJson.Default.RestoreResult)
                        : $"{restored.Jobs} jobs as of {restored.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}; "
                            + $"new ones begin with {restored.NextJob}."
                );
                return ExitCode.Success;
            }
            catch (Exception problem) when (problem is StorageFatalException or StorageUnavailableException)
            {
                console.Error.WriteLine($"switchyard: {problem.Message}");
                return ExitCode.CannotStart;
            }
        });
        return command;
    }
}
