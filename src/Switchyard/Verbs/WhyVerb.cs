using System.CommandLine;
using Switchyard.Client;
using Switchyard.Contracts.Json;
using Switchyard.Verbs.Calls;

namespace Switchyard.Verbs;

/// <summary><c>switchyard why</c>: why a job is not running.</summary>
internal static class WhyVerb
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The job's number or uuid." };
        return ServerArguments.Complete(
            new Command("why", "Say why a job is not running.") { id },
            async (parsed, call) =>
            {
                var why = await call.Client.Jobs.WhyAsync(new JobName(parsed.GetRequiredValue(id)), call.Cancellation);
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(why, ContractsJson.Default.JobWhyView);
                }
                else
                {
                    await call.Output.WriteLineAsync($"{why.State}: {why.Detail}");
                }

                return ExitCode.Success;
            }
        );
    }
}
