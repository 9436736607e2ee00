namespace Switchyard.Engine.Schedules;

/// <summary>How a backfill was answered.</summary>
/// <param name="Kind">Done or why not.</param>
/// <param name="Made">Runs made for slots that had none.</param>
/// <param name="Repeated">Slots that had a run already.</param>
/// <param name="Rest">The first slot of the range that the limit left out; null when none was.</param>
/// <param name="Problem">For a refusal: what was wrong.</param>
public sealed record BackfillAnswer(
    ScheduleAnswerKind Kind,
    int Made = 0,
    int Repeated = 0,
    DateTimeOffset? Rest = null,
    ScheduleProblem? Problem = null
);
