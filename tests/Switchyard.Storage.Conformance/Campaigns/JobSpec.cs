using Switchyard.Engine.Retries;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>A job to submit: its lane and payload by number, the rest as it is.</summary>
internal sealed record JobSpec(int Lane, int Sample, int Priority)
{
    /// <summary>Ways to make a job less special.</summary>
    public static IReadOnlyList<Func<JobSpec, JobSpec>> Plainer { get; } =
    [
        job => job with { Callback = false },
        job => job with { Draft = false },
        job => job with { Delay = TimeSpan.Zero },
        job => job with { TimeToLive = null },
        job => job with { RunTimeout = null },
        job => job with { Retry = RetryPolicy.None },
        job => job with { MaxLapses = 2 },
    ];

    public bool Draft { get; init; }
    public TimeSpan Delay { get; init; }
    public TimeSpan? TimeToLive { get; init; }
    public TimeSpan? RunTimeout { get; init; }
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;
    public int MaxLapses { get; init; } = 2;
    public bool Callback { get; init; }

    // Only what is out of the ordinary: a shrunk sequence is read by people.
    public override string ToString() =>
        $"lane {Lane} sample {Sample} priority {Priority}"
        + (Draft ? " draft" : "")
        + (Delay > TimeSpan.Zero ? $" delay {Delay}" : "")
        + (TimeToLive is { } ttl ? $" ttl {ttl}" : "")
        + (RunTimeout is { } timeout ? $" timeout {timeout}" : "")
        + (Retry == RetryPolicy.None ? "" : $" {Retry}")
        + (MaxLapses == 2 ? "" : $" max lapses {MaxLapses}")
        + (Callback ? " callback" : "");
}
