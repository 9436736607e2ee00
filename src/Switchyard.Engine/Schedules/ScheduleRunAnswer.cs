namespace Switchyard.Engine.Schedules;

/// <summary>How a trigger was answered.</summary>
/// <param name="Kind">Done or why not.</param>
/// <param name="Run">The run; null unless done.</param>
/// <param name="Problem">For a refusal: what was wrong.</param>
public sealed record ScheduleRunAnswer(
    ScheduleAnswerKind Kind,
    ScheduleRun? Run = null,
    ScheduleProblem? Problem = null
);
