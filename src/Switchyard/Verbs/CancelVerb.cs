using System.CommandLine;
using Switchyard.Client;
using Switchyard.Verbs.Calls;

namespace Switchyard.Verbs;

/// <summary><c>switchyard cancel</c>: cancels jobs; one that cannot be does not keep the others from it.</summary>
internal static class CancelVerb
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("id")
        {
            Description = "The jobs' numbers or uuids.",
            Arity = ArgumentArity.OneOrMore,
        };
        return ServerArguments.Complete(
            new Command("cancel", "Cancel jobs; a running job's worker is told.") { ids },
            async (parsed, call) =>
            {
                var code = ExitCode.Success;
                foreach (var id in parsed.GetRequiredValue(ids))
                {
                    if (!await CancelAsync(call, id))
                    {
                        code = ExitCode.Refused;
                    }
                }

                return code;
            }
        );
    }

    private static async Task<bool> CancelAsync(Call call, string id)
    {
        var answer = await AskAsync(call, id);
        if (call.IsJson)
        {
            await call.WriteJsonAsync(answer, VerbsJson.Default.CancelledJob);
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

    private static async Task<CancelledJob> AskAsync(Call call, string id)
    {
        try
        {
            var answer = await call.Client.Jobs.CancelAsync(new JobName(id), call.Cancellation);
            return new CancelledJob(id, answer.State, Error: null);
        }
        catch (SwitchyardException refused) when (refused.Problem.Status is 404 or 409)
        {
            return new CancelledJob(id, State: null, refused.Message);
        }
    }
}
