namespace Switchyard.Engine.Storage;

/// <summary>
/// One durable batch: its lists are applied in the order below, in one transaction, and answered in their own order.
/// </summary>
/// <remarks>
/// The order is what lets one sync serve a whole turn: a settlement frees its worker's slot, a sweep or a submit makes
/// jobs claimable, and the claims of the same round take them.
/// </remarks>
public sealed class Round
{
    /// <summary>Ends of attempts, at most 1,024.</summary>
    public List<Settlement> Settlements { get; } = [];

    /// <summary>Leases to extend, at most 4,096.</summary>
    public List<Renewal> Renewals { get; } = [];

    /// <summary>What clients want done with jobs, at most 1,024.</summary>
    public List<Order> Orders { get; } = [];

    /// <summary>New jobs; all of one submission or none.</summary>
    public List<Submission> Submissions { get; } = [];

    /// <summary>
    /// The most jobs that time moves in this round: due ones to ready, expired ones to their end, attempts over their
    /// run timeout to a retry (the store draws the jitter) or the job's end, lapsed leases back or into quarantine.
    /// 0 for no sweep. Until a sweep moves it a job stays where it is: a late settlement still finds its lease.
    /// </summary>
    public int SweepLimit { get; set; }

    /// <summary>Free slots of workers that want jobs.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty =>
        Settlements.Count + Renewals.Count + Orders.Count + Submissions.Count + Claims.Count + SweepLimit == 0;
}
