using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Schedules;

/// <summary>Checks what is asked of schedules before it costs anything: ranges, sizes, rights, calendars.</summary>
internal sealed class ScheduleChecks(CalendarCache calendars, ExecGate exec)
{
    internal const int MaxName = 255;
    internal const int MaxCalendar = 255;
    internal const int MaxZone = 64;
    internal const int MaxKey = 255;

    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(366);
    private static readonly TimeSpan MaxJitter = TimeSpan.FromDays(1);

    /// <summary>The refusal of a definition; null when it can be kept.</summary>
    /// <param name="request">As it is to be.</param>
    /// <param name="caller">Who asks.</param>
    public ScheduleAnswer? Refuse(ScheduleRequest request, Caller caller) =>
        TooLarge(request.Payload, request.Metadata) is { } size ? new(ScheduleAnswerKind.TooLarge, Problem: size)
        : (Invalid(request) ?? BadCalendar(request)) is { } problem ? new(ScheduleAnswerKind.Invalid, Problem: problem)
        : exec.Problem(caller, request.Type) is { } refusal
            ? new(ScheduleAnswerKind.Forbidden, Problem: new("type", refusal))
        : null;

    /// <summary>What is too large; null when nothing is.</summary>
    public static ScheduleProblem? TooLarge(ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> metadata = default) =>
        payload.Length > SubmitGate.MaxPayload ? new("payload", $"at most {SubmitGate.MaxPayload} bytes")
        : metadata.Length > SubmitGate.MaxMetadata ? new("metadata", $"at most {SubmitGate.MaxMetadata} bytes")
        : null;

    /// <summary>What is wrong with a cron text; null when nothing is.</summary>
    public ScheduleProblem? BadCalendar(string text, string timeZone)
    {
        if (text.Length is 0 or > MaxCalendar)
        {
            return new("schedule", $"1 to {MaxCalendar} characters");
        }

        if (timeZone.Length is 0 or > MaxZone)
        {
            return new("time_zone", $"1 to {MaxZone} characters");
        }

        try
        {
            calendars.Get(text, timeZone);
            return null;
        }
        catch (CalendarException problem)
        {
            return new(problem.Field, problem.Message);
        }
    }

    // A schedule without a cron text has a time zone all the same: it may get a text later.
    private ScheduleProblem? BadCalendar(ScheduleRequest request) =>
        BadCalendar(request.Calendar ?? "@daily", request.TimeZone);

    private static ScheduleProblem? Invalid(ScheduleRequest request) =>
        request switch
        {
            _ when !IsText(request.Name, MaxName) => new("name", Text(MaxName)),
            _ when !IsText(request.Type, SubmitGate.MaxType) => new("type", Text(SubmitGate.MaxType)),
            _ when request.Tags.Count > SubmitGate.MaxTags
                    || request.Tags.Any(tag => !IsText(tag, SubmitGate.MaxTag)) => new(
                "tags",
                $"at most {SubmitGate.MaxTags} of 1 to {SubmitGate.MaxTag} characters"
            ),
            { Priority: < 1 or > 9 } => new("priority", "1 to 9"),
            { Retry.MaxAttempts: < 1 or > 1_000 } => new("max_attempts", "1 to 1000"),
            _ when !IsWithin(request.Retry.Backoff, MaxTime) => new("backoff_ms", "0 to 366 days"),
            _ when !IsWithin(request.Retry.MaxBackoff, MaxTime) => new("max_backoff_ms", "0 to 366 days"),
            _ when request.RunTimeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(1) || timeout > MaxTime) =>
                new("run_timeout_ms", "1 ms to 366 days"),
            _ when !Enum.IsDefined(request.Status) => new("status", "active, paused or disabled"),
            _ when !Enum.IsDefined(request.Overlap) => new("overlap", "skip, queue, allow or cancel_previous"),
            _ when !Enum.IsDefined(request.CatchUp) => new("catch_up", "one, none or all"),
            _ when request.ConcurrencyKey is { } key && !IsText(key, MaxKey) => new("concurrency_key", Text(MaxKey)),
            _ when !IsWithin(request.Jitter, MaxJitter) => new("jitter_ms", "0 to 1 day"),
            _ => null,
        };

    private static bool IsText(string text, int most) =>
        text.Length is > 0 && text.Length <= most && !text.Any(char.IsControl);

    private static string Text(int most) => $"1 to {most} characters, none of them a control character";

    private static bool IsWithin(TimeSpan time, TimeSpan most) => time >= TimeSpan.Zero && time <= most;
}
