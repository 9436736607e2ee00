namespace Switchyard.Contracts.Jobs;

/// <summary>The words for a job's state.</summary>
public static class JobStates
{
    /// <summary>Made but not started.</summary>
    public const string Draft = "draft";

    /// <summary>Runs later: delayed, or between two attempts.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Claimable now.</summary>
    public const string Pending = "pending";

    /// <summary>With a worker.</summary>
    public const string Running = "running";

    /// <summary>Set aside by an order.</summary>
    public const string Paused = "paused";

    /// <summary>Ended with a result.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Ended without one; the reason says why.</summary>
    public const string Failed = "failed";

    /// <summary>Ended by an order.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>All of them, in the order of a job's life.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Draft, Scheduled, Pending, Running, Paused, Succeeded, Failed, Cancelled];

    /// <summary>Whether a job in this state has ended.</summary>
    public static bool IsFinished(string state) => state is Succeeded or Failed or Cancelled;
}
