using System.CommandLine;
using Switchyard.Client;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard logs</c>: what a job's workers said.</summary>
internal static class LogsVerb
{
    private static readonly TimeSpan WaitPerCall = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The job's number or uuid." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the job has ended." };
        return ServerArguments.Complete(
            new Command("logs", "Print what a job's workers said.") { id, follow },
            async (parsed, call) =>
            {
                var isFollowing = parsed.GetValue(follow);
                var (name, after) = (new JobName(parsed.GetRequiredValue(id)), (string?)null);
                while (true)
                {
                    var wait = isFollowing ? WaitPerCall : TimeSpan.Zero;
                    var page = await call.Client.Jobs.LogsAsync(name, after, wait, call.Cancellation);
                    foreach (var line in page.Lines)
                    {
                        await WriteAsync(call, line);
                    }

                    await call.Output.FlushAsync(call.Cancellation);
                    if (page.End || (page.Lines.Count == 0 && !isFollowing))
                    {
                        return ExitCode.Success;
                    }

                    after = page.Next;
                }
            }
        );
    }

    private static Task WriteAsync(Call call, JobLogLine line) =>
        call.IsJson
            ? call.WriteJsonAsync(line, ContractsJson.Default.JobLogLine)
            : call.Output.WriteLineAsync(Screen.IsTerminal(call.Output) ? Screen.Defused(line.Text) : line.Text);
}
