using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>What came of making a run.</summary>
/// <param name="Kind">Done: the store has answered. Else why it was not asked.</param>
/// <param name="Stored">The store's answer.</param>
/// <param name="Problem">Why not, in words.</param>
internal readonly record struct MadeRun(
    ScheduleAnswerKind Kind,
    SubmissionResult Stored = default,
    ScheduleProblem? Problem = null
);
