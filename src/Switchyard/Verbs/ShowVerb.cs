using System.CommandLine;
using Switchyard.Client;
using Switchyard.Contracts.Errors;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard show</c>: all there is to know of a job.</summary>
internal static class ShowVerb
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The job's number or uuid." };
        return ServerArguments.Complete(
            new Command("show", "Show a job: its state, why it is not running, attempts, payload and result.") { id },
            async (parsed, call) =>
            {
                if (await ReadAsync(call, new JobName(parsed.GetRequiredValue(id))) is not { } job)
                {
                    var detail = $"There is no job {parsed.GetRequiredValue(id)}.";
                    await call.FailAsync(
                        new Problem
                        {
                            Status = 404,
                            Code = ProblemCodes.NotFound,
                            Detail = detail,
                        }
                    );
                    return ExitCode.Refused;
                }

                if (call.IsJson)
                {
                    await call.WriteJsonAsync(job, VerbsJson.Default.JobDetails);
                }
                else
                {
                    JobPrinter.Print(call.Output, job);
                }

                return ExitCode.Success;
            }
        );
    }

    private static async Task<JobDetails?> ReadAsync(Call call, JobName name)
    {
        if (await call.Client.Jobs.FindAsync(name, call.Cancellation) is not { } job)
        {
            return null;
        }

        var attempts = await call.Client.Jobs.AttemptsAsync(name, call.Cancellation);
        var why = job.IsFinished ? null : await call.Client.Jobs.WhyAsync(name, call.Cancellation);
        return new JobDetails(job, attempts, why);
    }
}
