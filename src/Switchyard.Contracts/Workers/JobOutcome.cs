namespace Switchyard.Contracts.Workers;

/// <summary>How an attempt ended.</summary>
public enum JobOutcome
{
    /// <summary><c>succeeded</c>: it has a result.</summary>
    Succeeded,

    /// <summary><c>failed</c>: it failed and may be tried again, while attempts are left.</summary>
    Failed,

    /// <summary><c>failed_for_good</c>: it failed in a way that no retry mends.</summary>
    FailedForGood,

    /// <summary><c>released</c>: given back untouched; counts nothing.</summary>
    Released,

    /// <summary><c>paused</c>: stopped on request; the result is the checkpoint for the next attempt.</summary>
    Paused,
}
