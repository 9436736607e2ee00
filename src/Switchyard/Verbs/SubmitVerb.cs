using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard submit</c>: makes a job, and waits for its end when asked to.</summary>
internal static class SubmitVerb
{
    /// <summary>How old what a terminal shows of the job may be.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var type = new Argument<string>("type") { Description = "What is to be done: a type that workers declare." };
        var payload = new Argument<string?>("payload")
        {
            Description = "JSON for the worker; - reads it from standard input. Default null.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var options = new SubmitOptions();
        var wait = new Option<bool>("--wait") { Description = "Wait for the end and print the result." };
        var timeout = Arguments.Time("--timeout", "How long to wait; default for as long as it takes.");
        var command = new Command("submit", "Submit a job.") { type, payload, wait, timeout };
        options.AddTo(command);
        return ServerArguments.Complete(
            command,
            async (parsed, call) =>
            {
                if (await ReadPayloadAsync(parsed.GetValue(payload), call) is not { } json)
                {
                    return ExitCode.Usage;
                }

                var submission = options.Read(parsed, parsed.GetRequiredValue(type), json);
                var job = await call.Client.Jobs.SubmitAsync(
                    submission,
                    options.IdempotencyKeyOf(parsed),
                    call.Cancellation
                );
                return parsed.GetValue(wait)
                    ? await WaitAsync(call, job, parsed.GetValue(timeout) ?? Timeout.InfiniteTimeSpan)
                    : await PrintAsync(call, job);
            }
        );
    }

    private static async Task<RawJson?> ReadPayloadAsync(string? text, Call call)
    {
        try
        {
            return text switch
            {
                null => default(RawJson),
                "-" => RawJson.Parse(await Console.In.ReadToEndAsync(call.Cancellation)),
                _ => RawJson.Parse(text),
            };
        }
        catch (JsonException problem)
        {
            await call.FailAsync(
                new Problem
                {
                    Status = 0,
                    Code = ProblemCodes.Invalid,
                    Detail = $"The payload is not JSON: {problem.Message}",
                }
            );
            return null;
        }
    }

    private static async Task<int> PrintAsync(Call call, JobReference job)
    {
        if (call.IsJson)
        {
            await call.WriteJsonAsync(job, ContractsJson.Default.JobReference);
        }
        else
        {
            await call.Output.WriteLineAsync(job.Id.ToString(CultureInfo.InvariantCulture));
        }

        return ExitCode.Success;
    }

    private static async Task<int> WaitAsync(Call call, JobReference job, TimeSpan timeout)
    {
        if (await FollowAsync(call, job, timeout) is not { } view)
        {
            await call.Error.WriteLineAsync($"switchyard: job {job.Id} was deleted.");
            return ExitCode.Refused;
        }

        if (call.IsJson)
        {
            await call.WriteJsonAsync(view, ContractsJson.Default.JobView);
        }
        else if (view.State == JobStates.Succeeded)
        {
            await call.Output.WriteLineAsync(view.Result.ToString());
        }
        else
        {
            var why = view.Error is { } error ? $": {error}" : "";
            var reason = view.Reason is { } word ? $" ({word})" : "";
            await call.Error.WriteLineAsync($"switchyard: job {job.Id} is {view.State}{reason}{why}");
        }

        return view.State == JobStates.Succeeded ? ExitCode.Success : ExitCode.Refused;
    }

    /// <summary>Waits, and on a terminal says what becomes of the job meanwhile.</summary>
    private static async Task<JobView?> FollowAsync(Call call, JobReference job, TimeSpan timeout)
    {
        if (!StatusLine.IsShown(call.Error))
        {
            return await call.Client.Jobs.WaitAsync(job.Id, timeout, call.Cancellation);
        }

        JobView? last = null;
        var ending = WaitAsync();
        await StatusLine.ShowAsync(call.Error, InWords, ending);
        return await ending;

        string InWords(TimeSpan elapsed)
        {
            var state = last?.State ?? "submitted";
            var worker = last is { State: JobStates.Running, Worker: { } name } ? $" on {name}" : "";
            var progress = last is { Progress.IsEmpty: false } ? $" {last.Progress}" : "";
            return $"job {job.Id} {state}{worker}, {(int)elapsed.TotalSeconds} s{progress}";
        }

        async Task<JobView?> WaitAsync()
        {
            var began = TimeProvider.System.GetTimestamp();
            while (true)
            {
                var left = timeout - TimeProvider.System.GetElapsedTime(began);
                var isLast = timeout != Timeout.InfiniteTimeSpan && left <= Look;
                last = await call.Client.Jobs.WaitAsync(job.Id, isLast ? left : Look, call.Cancellation);
                if (isLast || last is null or { IsFinished: true })
                {
                    return last;
                }
            }
        }
    }
}
