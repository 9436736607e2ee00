using System.CommandLine;
using System.Text.Json;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;
using Switchyard.Verbs.Calls;

namespace Switchyard.Verbs;

/// <summary><c>switchyard schedules create NAME TYPE [PAYLOAD]</c>.</summary>
internal static class ScheduleCreation
{
    private static readonly Argument<string> Name = new("name") { Description = "For people, 1 to 255 characters." };

    private static readonly Argument<string> Type = new("type") { Description = "What its runs are to do." };

    private static readonly Argument<string?> Payload = new("payload")
    {
        Description = "A JSON value for the worker; default null.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Cron = Text("--cron", "A cron text; default by hand only.", "TEXT");

    private static readonly Option<string?> Zone = Text("--time-zone", "The zone of its times; default UTC.", "ZONE");

    private static readonly Option<string?> Overlap = Text(
        "--overlap",
        "While another run is at work: skip (default), queue, allow or cancel_previous.",
        "RULE"
    );

    private static readonly Option<string?> CatchUp = Text(
        "--catch-up",
        "Slots missed while no server was up: one (default), none or all.",
        "RULE"
    );

    private static readonly Option<string?> Key = Text("--concurrency-key", "The group whose runs overlap.", "KEY");

    private static readonly Option<TimeSpan?> Jitter = Arguments.Time("--jitter", "Run later by a part of this.");

    private static readonly Option<TimeSpan?> Timeout = Arguments.Time("--run-timeout", "The bound of an attempt.");

    private static readonly Option<TimeSpan?> Backoff = Arguments.Time(
        "--backoff",
        "The wait before a second attempt."
    );

    private static readonly Option<string[]> Tags = Arguments.Names("--tags", "Tags that a worker must have.", "A,B");

    private static readonly Option<int?> Priority = Number("--priority", "1 (first) to 9 (last); default 5.");

    private static readonly Option<int?> Attempts = Number("--max-attempts", "Attempts within one run; default 1.");

    private static readonly Option<bool> Paused = new("--paused") { Description = "Let it run by hand only, for now." };

    public static Command Create() =>
        ServerArguments.Complete(
            new Command("create", "Create a schedule.")
            {
                Name,
                Type,
                Payload,
                Cron,
                Zone,
                Overlap,
                CatchUp,
                Key,
                Jitter,
                Timeout,
                Attempts,
                Backoff,
                Tags,
                Priority,
                Paused,
            },
            CreateAsync
        );

    private static async Task<int> CreateAsync(ParseResult parsed, Call call)
    {
        if (!TryPayload(parsed.GetValue(Payload), out var payload))
        {
            var problem = new Problem
            {
                Status = 0,
                Code = ProblemCodes.Invalid,
                Detail = "The payload is no JSON.",
            };
            await call.FailAsync(problem);
            return ExitCode.Usage;
        }

        var submission = new ScheduleSubmission
        {
            Name = parsed.GetRequiredValue(Name),
            Type = parsed.GetRequiredValue(Type),
            Payload = payload,
            Schedule = parsed.GetValue(Cron),
            TimeZone = parsed.GetValue(Zone),
            Status = parsed.GetValue(Paused) ? "paused" : null,
            Overlap = parsed.GetValue(Overlap),
            CatchUp = parsed.GetValue(CatchUp),
            ConcurrencyKey = parsed.GetValue(Key),
            JitterMs = (long?)parsed.GetValue(Jitter)?.TotalMilliseconds,
            RunTimeoutMs = (long?)parsed.GetValue(Timeout)?.TotalMilliseconds,
            MaxAttempts = parsed.GetValue(Attempts),
            BackoffMs = (long?)parsed.GetValue(Backoff)?.TotalMilliseconds,
            Tags = parsed.GetValue(Tags),
            Priority = parsed.GetValue(Priority),
        };
        var made = await call.Client.Schedules.CreateAsync(submission, call.Cancellation);
        if (call.IsJson)
        {
            await call.WriteJsonAsync(made, ContractsJson.Default.ScheduleView);
        }
        else
        {
            await call.Output.WriteLineAsync($"{made.Id}");
        }

        return ExitCode.Success;
    }

    /// <summary>Reads a payload; none is well.</summary>
    public static bool TryPayload(string? text, out RawJson payload)
    {
        payload = default;
        try
        {
            payload = text is null ? default : RawJson.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private static Option<int?> Number(string name, string description) =>
        new(name) { Description = description, HelpName = "N" };
}
