using Switchyard.Engine.Jobs;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers;

/// <summary>
/// A session's settlements as they come in: what it may settle goes on, what another session holds is answered as stale.
/// Made under the dispatcher's lock.
/// </summary>
internal sealed class SettlementIntake
{
    // The places of those that go on; null when all do.
    private readonly List<int>? places;
    private readonly int count;

    public SettlementIntake(
        WorkerSession? session,
        IReadOnlyList<WorkerSettlement> all,
        LeaseTable leases,
        TimeSpan leaseTime
    )
    {
        count = all.Count;
        var own = new List<int>(all.Count);
        for (var i = 0; i < all.Count; i++)
        {
            // One that nobody holds goes on as well: it may be a repeat.
            var lease = leases.Find(all[i].JobId, all[i].Token);
            if (lease is not null && lease.Session != session)
            {
                continue;
            }

            own.Add(i);
            if (lease is { IsSettling: false })
            {
                lease.IsSettling = true;
                Leases.Add(lease);
                if (lease.HasNews)
                {
                    News.Add(lease.Renewal(leaseTime));
                }
            }
        }

        places = own.Count == all.Count ? null : own;
        Settlements = places is null ? all : [.. places.Select(place => all[place])];
    }

    /// <summary>Those that go on.</summary>
    public IReadOnlyList<WorkerSettlement> Settlements { get; }

    /// <summary>The leases that they end.</summary>
    public List<HeldLease> Leases { get; } = [];

    /// <summary>Progress and signs of life that are not stored yet.</summary>
    public List<Renewal> News { get; } = [];

    /// <summary>Completes when the logs are written.</summary>
    public Task Logged { get; set; } = Task.CompletedTask;

    /// <summary>One answer for each that came in, in order.</summary>
    public IReadOnlyList<SettlementResult> Merge(IReadOnlyList<SettlementResult> answers)
    {
        if (places is null)
        {
            return answers;
        }

        var merged = new SettlementResult[count];
        Array.Fill(merged, new SettlementResult(SettlementAnswer.Stale, JobState.Running));
        for (var i = 0; i < places.Count; i++)
        {
            merged[places[i]] = answers[i];
        }

        return merged;
    }
}
