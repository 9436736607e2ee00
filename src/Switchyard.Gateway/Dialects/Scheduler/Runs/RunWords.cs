using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Scheduler.Runs;

/// <summary>The wire's words for where a run stands.</summary>
internal static class RunWords
{
    private static readonly HashSet<JobState> Waiting =
    [
        JobState.Draft,
        JobState.Scheduled,
        JobState.Pending,
        JobState.Paused,
    ];

    /// <summary>The states behind each word, and whether of failed runs it means those that took too long.</summary>
    public static IReadOnlyDictionary<string, (IReadOnlySet<JobState> States, bool? TimedOut)> Filters { get; } =
        new Dictionary<string, (IReadOnlySet<JobState>, bool?)>
        {
            ["pending"] = (Waiting, null),
            ["running"] = (new HashSet<JobState> { JobState.Running }, null),
            ["success"] = (new HashSet<JobState> { JobState.Succeeded }, null),
            ["failed"] = (new HashSet<JobState> { JobState.Failed }, false),
            ["timeout"] = (new HashSet<JobState> { JobState.Failed }, true),
            ["cancelled"] = (new HashSet<JobState> { JobState.Cancelled }, null),
        };

    /// <summary>The word of a state.</summary>
    public static string Of(JobState state, FailureReason reason) =>
        state switch
        {
            JobState.Draft or JobState.Scheduled or JobState.Pending or JobState.Paused => "pending",
            JobState.Running => "running",
            JobState.Succeeded => "success",
            JobState.Failed => reason == FailureReason.Timeout ? "timeout" : "failed",
            JobState.Cancelled => "cancelled",
        };
}
