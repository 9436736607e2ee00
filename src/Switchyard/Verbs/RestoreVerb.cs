using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Storage;
using Switchyard.Options;
using Switchyard.Storage.Postgres;
using Switchyard.Storage.Postgres.Backups;
using Switchyard.Storage.Sqlite.Backups;

namespace Switchyard.Verbs;

/// <summary>
/// <c>switchyard restore</c>: makes a data folder's store out of a backup, or makes a database fit to be served that
/// PostgreSQL's own tools restored. No server is called; none may use the folder, or the database.
/// </summary>
internal static class RestoreVerb
{
    private static readonly Argument<string?> File = new("file")
    {
        Description = "The backup; it is only read. None: PostgreSQL's own tools have restored the database.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The data folder to make of the file; it must not hold a store.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "The restored database; by default the one that the options of serve name.",
        HelpName = "postgres://…",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Answer in JSON." };

    public static Command Create()
    {
        var command = new Command(
            "restore",
            "Make a data folder out of a backup, or a restored database fit to be served."
        )
        {
            File,
            Data,
            Database,
            Json,
        };
        command.Validators.Add(Check);
        command.SetAction(RunAsync);
        return command;
    }

    private static void Check(CommandResult given)
    {
        var (hasFile, hasData) = (given.GetValue(File) is not null, given.GetValue(Data) is not null);
        if (hasFile && given.GetValue(Database) is not null)
        {
            given.AddError("A file is restored into a data folder; into a database PostgreSQL's own tools restore.");
        }
        else if (hasFile != hasData)
        {
            given.AddError(hasFile ? "Name the data folder to make, by --data." : "Name the backup to make it of.");
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return parsed.GetValue(File) is { } file
                ? await MakeFolderAsync(parsed, file)
                : await RaiseDatabaseAsync(parsed, cancellation);
        }
        catch (Exception problem) when (problem is StorageFatalException or StorageUnavailableException)
        {
            await error.WriteLineAsync($"switchyard: {problem.Message}");
            return ExitCode.CannotStart;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> MakeFolderAsync(ParseResult parsed, string file)
    {
        var made = SqliteRestore.Run(
            file,
            parsed.GetRequiredValue(Data)!,
            TimeProvider.System.GetUtcNow(),
            NullLogger.Instance
        );
        await AnswerAsync(
            parsed,
            made,
            VerbsJson.Default.RestoreResult,
            $"{made.Jobs} jobs as of {made.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}; new ones begin with {made.NextJob}."
        );
        return ExitCode.Success;
    }

    private static async Task<int> RaiseDatabaseAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new ServeOptions(ServeOptions.DefaultDataFolder, parsed.GetValue(Database), []);
        var set = options.Read(Environment.CurrentDirectory, Environment.GetEnvironmentVariables());
        var database = NodeModelReader.Read(set, options.DataFolder).Postgres;
        if (database is null)
        {
            set.Refuse("name a backup and --data, or a PostgreSQL database that was restored by --database.");
        }

        foreach (var problem in set.Problems)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"switchyard: {problem}");
        }

        if (database is null || set.Problems.Count > 0)
        {
            return database is null ? ExitCode.Usage : ExitCode.Configuration;
        }

        var raised = await PostgresRestore.RunAsync(
            new PostgresStorageOptions { Database = database },
            TimeProvider.System.GetUtcNow(),
            NullLogger.Instance,
            cancellation
        );
        await AnswerAsync(
            parsed,
            raised,
            VerbsJson.Default.PostgresRestoreResult,
            $"{raised.Jobs} jobs as of {raised.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}; new ones begin with "
                + $"{raised.NextJob}, lease tokens with {raised.NextToken}."
        );
        return ExitCode.Success;
    }

    private static Task AnswerAsync<T>(ParseResult parsed, T answer, JsonTypeInfo<T> type, string words) =>
        parsed.InvocationConfiguration.Output.WriteLineAsync(
            parsed.GetValue(Json) ? JsonSerializer.Serialize(answer, type) : words
        );
}
