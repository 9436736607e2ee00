using System.CommandLine;
using Switchyard.Contracts.Backups;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard backup</c>: copies a running server's store.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            Description = "Also fetch it into this file, which must not be there yet.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = ServerArguments.Complete(
            new Command("backup", "Copy the store of a running server into its folder of backups.") { file },
            (parsed, call) => BackUpAsync(call, parsed.GetValue(file))
        );
        command.Add(
            ServerArguments.Complete(
                new Command("list", "List the backups that the server has."),
                async (_, call) =>
                {
                    var backups = await call.Client.Backups.ListAsync(call.Cancellation);
                    if (call.IsJson)
                    {
                        await call.WriteJsonAsync(new BackupList(backups), ContractsJson.Default.BackupList);
                    }
                    else
                    {
                        BackupPrinter.PrintList(call.Output, backups);
                    }

                    return ExitCode.Success;
                }
            )
        );
        return command;
    }

    private static async Task<int> BackUpAsync(Call call, string? file)
    {
        if (file is not null && File.Exists(file))
        {
            await FailAsync(call, $"{file} is there already.");
            return ExitCode.Usage;
        }

        var copying = call.Client.Backups.CreateAsync(call.Cancellation);
        await StatusLine.ShowAsync(
            call.Error,
            time => $"the server copies its store, {(int)time.TotalSeconds} s",
            copying
        );
        var backup = await copying;
        if (file is not null && !await FetchAsync(call, backup, file))
        {
            return ExitCode.Refused;
        }

        if (call.IsJson)
        {
            await call.WriteJsonAsync(backup, ContractsJson.Default.BackupView);
        }
        else
        {
            await call.Output.WriteLineAsync(backup.Name);
        }

        return ExitCode.Success;
    }

    /// <summary>A new file that is this user's alone, as the store is that it is a copy of.</summary>
    private static FileStreamOptions OwnFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Under another name until it is whole: half a backup must not look like one.</summary>
    private static async Task<bool> FetchAsync(Call call, BackupView backup, string file)
    {
        var partial = file + ".partial";
        try
        {
            await using (var stream = new FileStream(partial, OwnFile()))
            {
                var coming = call.Client.Backups.DownloadAsync(backup.Name, stream, call.Cancellation);
                await StatusLine.ShowAsync(
                    call.Error,
                    _ => $"{stream.Position * 100 / Math.Max(1, backup.Bytes)} % of {backup.Bytes} bytes are here",
                    coming
                );
                await coming;
                stream.Flush(flushToDisk: true);
            }

            if (new FileInfo(partial).Length == backup.Bytes)
            {
                File.Move(partial, file);
                return true;
            }

            await FailAsync(call, $"{backup.Name} came incomplete; it is whole on the server.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await FailAsync(call, $"{backup.Name} is on the server, but cannot be written here: {fault.Message}");
        }

        File.Delete(partial);
        return false;
    }

    private static Task FailAsync(Call call, string detail) =>
        call.FailAsync(
            new Problem
            {
                Status = 0,
                Code = ProblemCodes.Invalid,
                Detail = detail,
            }
        );
}
