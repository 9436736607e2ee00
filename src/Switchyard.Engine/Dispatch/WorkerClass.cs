using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// Workers with the same types, tags and lease time: to the dispatcher they differ by load alone. Guarded by the dispatcher's lock.
/// </summary>
internal sealed class WorkerClass(IReadOnlySet<string> types, IReadOnlySet<string> tags, TimeSpan leaseTime)
{
    /// <summary>Routes in one claim, the storage port's bound: jobs of further ones wait for a later round.</summary>
    private const int MaxRoutes = 1_024;

    private readonly List<RouteStock> offered = [];
    private List<ClaimSlot> slots = [];
    private int next;

    /// <summary>Its workers.</summary>
    public List<WorkerSession> Workers { get; } = [];

    /// <summary>Whether its workers can do jobs of a route: they do the type and have all its tags.</summary>
    public bool CanServe(JobRoute route, string canonicalType) => Does(canonicalType) && route.Tags.All(tags.Contains);

    /// <summary>Whether its workers do the type, tags aside.</summary>
    public bool Does(string canonicalType) => types.Contains(canonicalType);

    /// <summary>Offers a route for the round under way; true for the first one.</summary>
    public bool Offer(RouteStock stock)
    {
        if (offered.Count < MaxRoutes)
        {
            offered.Add(stock);
        }

        return offered.Count == 1;
    }

    /// <summary>Promises a slot a job of what is offered; false when there is no more.</summary>
    public bool TryPromise(in ClaimSlot slot)
    {
        while (next < offered.Count && offered[next].Hope <= 0)
        {
            next++;
        }

        if (next == offered.Count)
        {
            return false;
        }

        offered[next].Promised++;
        slots.Add(slot);
        return true;
    }

    /// <summary>Makes a claim of the slots that were promised something; null when none was.</summary>
    public Claim? TakeClaim()
    {
        var claim = slots.Count == 0 ? null : new Claim([.. offered.Select(stock => stock.Route.Id)], slots, leaseTime);
        if (claim is not null)
        {
            slots = [];
        }

        offered.Clear();
        next = 0;
        return claim;
    }
}
