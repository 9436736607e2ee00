using System.CommandLine;
using Switchyard.Client;
using Switchyard.Contracts.Jobs;
using Switchyard.Verbs.Calls;

namespace Switchyard.Verbs;

/// <summary>Verbs that order jobs about: one that cannot be does not keep the others from it.</summary>
internal static class OrderVerb
{
    /// <summary><c>switchyard cancel</c>.</summary>
    public static Command Cancel() =>
        Create(
            "cancel",
            "Cancel jobs; a running job's worker is told.",
            (jobs, id, stop) => jobs.CancelAsync(id, stop)
        );

    /// <summary><c>switchyard retry</c>.</summary>
    public static Command Retry() =>
        Create("retry", "Run failed or cancelled jobs again.", (jobs, id, stop) => jobs.RetryAsync(id, stop));

    private static Command Create(string name, string description, Order order)
    {
        var ids = new Argument<string[]>("id")
        {
            Description = "The jobs' numbers or uuids.",
            Arity = ArgumentArity.OneOrMore,
        };
        return ServerArguments.Complete(
            new Command(name, description) { ids },
            async (parsed, call) =>
            {
                var code = ExitCode.Success;
                foreach (var id in parsed.GetRequiredValue(ids))
                {
                    if (!await CarryOutAsync(call, id, order))
                    {
                        code = ExitCode.Refused;
                    }
                }

                return code;
            }
        );
    }

    private static async Task<bool> CarryOutAsync(Call call, string id, Order order)
    {
        var answer = await AskAsync(call, id, order);
        if (call.IsJson)
        {
            await call.WriteJsonAsync(answer, VerbsJson.Default.OrderedJob);
        }
        else if (answer.Error is null)
        {
            await call.Output.WriteLineAsync($"{id} {answer.State}");
        }
        else
        {
            await call.Error.WriteLineAsync($"switchyard: {id}: {answer.Error}");
        }

        return answer.Error is null;
    }

    private static async Task<OrderedJob> AskAsync(Call call, string id, Order order)
    {
        try
        {
            var answer = await order(call.Client.Jobs, new JobName(id), call.Cancellation);
            return new OrderedJob(id, answer.State, Error: null);
        }
        catch (SwitchyardException refused) when (refused.Problem.Status is 404 or 409)
        {
            return new OrderedJob(id, State: null, refused.Message);
        }
    }

    private delegate Task<JobOrderView> Order(JobsApi jobs, JobName id, CancellationToken cancellation);
}
