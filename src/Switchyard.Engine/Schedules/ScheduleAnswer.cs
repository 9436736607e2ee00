namespace Switchyard.Engine.Schedules;

/// <summary>How the making or the change of a schedule was answered.</summary>
/// <param name="Kind">Done or why not.</param>
/// <param name="Schedule">As it stands now, payload included; null unless done.</param>
/// <param name="Problem">For a refusal: what was wrong.</param>
public sealed record ScheduleAnswer(
    ScheduleAnswerKind Kind,
    Schedule? Schedule = null,
    ScheduleProblem? Problem = null
);
