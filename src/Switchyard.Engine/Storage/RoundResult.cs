namespace Switchyard.Engine.Storage;

/// <summary>What a committed <see cref="Round"/> did; durable by the time anyone sees it.</summary>
public sealed class RoundResult
{
    /// <summary>The answer to an empty round, which needs no commit.</summary>
    public static RoundResult Nothing { get; } =
        new()
        {
            Number = 0,
            At = default,
            Settlements = [],
            Renewals = [],
            Orders = [],
            Submissions = [],
            Claims = [],
            Transitions = [],
        };

    /// <summary>The store's round number, strictly increasing, also across restarts.</summary>
    public required long Number { get; init; }

    /// <summary>The store's clock in that round: every time written by it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One a settlement.</summary>
    public required IReadOnlyList<SettlementResult> Settlements { get; init; }

    /// <summary>One a renewal: true when the lease is held under that token and was extended.</summary>
    public required IReadOnlyList<bool> Renewals { get; init; }

    /// <summary>One an order.</summary>
    public required IReadOnlyList<OrderResult> Orders { get; init; }

    /// <summary>One a submission.</summary>
    public required IReadOnlyList<SubmissionResult> Submissions { get; init; }

    /// <summary>One a claim: the leased jobs, the n-th of them for the claim's n-th slot; shorter when jobs ran out.</summary>
    public required IReadOnlyList<IReadOnlyList<LeasedJob>> Claims { get; init; }

    /// <summary>Every change of state that the round made, in order. Submits and claims included.</summary>
    public required IReadOnlyList<Transition> Transitions { get; init; }

    /// <summary>
    /// After a sweep: when the next one has work (earliest due, expiry, lease end or run timeout that the store
    /// knows, this round's claims included), null for never; never too late, perhaps too early. At <see cref="At"/> or
    /// before when the limit was reached, else after it. Null as well without a sweep.
    /// </summary>
    public DateTimeOffset? NextSweepAt { get; init; }
}
