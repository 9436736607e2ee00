using Switchyard.Contracts.Errors;
using Switchyard.Engine.Schedules;

namespace Switchyard.Gateway.Dialects.Native.Schedules;

/// <summary>Every answer about schedules that is no success: its status, code and words.</summary>
internal static class ScheduleErrors
{
    public static NativeProblem NoSuchSchedule { get; } = new(404, ProblemCodes.NotFound, "There is no such schedule.");

    /// <summary>The refusal; null for a success.</summary>
    public static NativeProblem? Of(ScheduleAnswerKind kind, ScheduleProblem? problem = null) =>
        kind switch
        {
            ScheduleAnswerKind.Done => null,
            ScheduleAnswerKind.None => NoSuchSchedule,
            ScheduleAnswerKind.Invalid => NativeErrors.Invalid(Words(problem)),
            ScheduleAnswerKind.TooLarge => new(413, ProblemCodes.TooLarge, Words(problem)),
            ScheduleAnswerKind.Conflict => new(409, ProblemCodes.VersionConflict, problem?.Message ?? ""),
            ScheduleAnswerKind.Disabled => new(409, ProblemCodes.WrongState, problem?.Message ?? ""),
            ScheduleAnswerKind.Live => new(409, ProblemCodes.WrongState, "The schedule has a run that has not ended."),
            ScheduleAnswerKind.Full => new(429, ProblemCodes.QueueFull, problem?.Message ?? ""),
            ScheduleAnswerKind.Overloaded => new(503, ProblemCodes.Overloaded, problem?.Message ?? ""),
            ScheduleAnswerKind.Forbidden => new(403, ProblemCodes.Forbidden, problem?.Message ?? ""),
        };

    /// <summary><c>schedule: day 32 of a month</c>.</summary>
    public static string Words(ScheduleProblem? problem) =>
        problem is { Field: { } field } ? $"{field}: {problem.Message}" : problem?.Message ?? "";
}
