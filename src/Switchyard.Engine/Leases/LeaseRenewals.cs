using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Leases;

/// <summary>
/// Renews the leases of open sessions at half their time, and has the last progress kept, once a second. Renewals ride in
/// every round that sweeps, before its sweep: so a lease whose worker is connected never lapses, not even when the store
/// was out for longer than leases last, unless a round is held up for half of that between being made and being applied.
/// Guarded by the dispatcher's lock.
/// </summary>
internal sealed class LeaseRenewals(LeaseTable leases, TimeSpan leaseTime, TimeProvider clock)
{
    /// <summary>Renewals in one round.</summary>
    internal const int MaxInRound = 4_096;

    private readonly List<(HeldLease Lease, int Index)> underWay = [];
    private bool isAsked;

    /// <summary>When a lease that begins now is renewed, as a timestamp.</summary>
    public long Next => clock.GetTimestamp() + (long)(leaseTime.TotalSeconds / 2 * clock.TimestampFrequency);

    /// <summary>The next round is to have what is due, and what workers reported.</summary>
    public void Ask() => isAsked = true;

    /// <summary>Adds what is due. When it does not fit, the sweep waits for the round that has the rest.</summary>
    public void AddTo(Round round)
    {
        if (!isAsked && round.SweepLimit == 0)
        {
            return;
        }

        var now = clock.GetTimestamp();
        var isFull = false;
        foreach (var lease in leases.All)
        {
            if (
                lease.Session is { IsClosed: true } or { Polls: not null }
                || (lease.RenewAt > now && !(isAsked && lease.HasNews))
            )
            {
                continue;
            }

            if (round.Renewals.Count == MaxInRound)
            {
                isFull = true;
                round.SweepLimit = 0;
                break;
            }

            underWay.Add((lease, round.Renewals.Count));
            round.Renewals.Add(lease.Renewal(leaseTime));
        }

        isAsked = isFull;
    }

    /// <summary>Takes the answers of a durable round in; what the store no longer holds is answered.</summary>
    public IEnumerable<HeldLease> Apply(Round round, RoundResult result)
    {
        var next = Next;
        var lost = new List<HeldLease>();
        foreach (var (lease, index) in underWay)
        {
            if (result.Renewals[index])
            {
                lease.RenewAt = next;
                lease.NoteKept(round.Renewals[index]);
            }
            else
            {
                lost.Add(lease);
            }
        }

        underWay.Clear();
        return lost;
    }

    /// <summary>The round failed: the next one has them again.</summary>
    public void Fail()
    {
        isAsked = isAsked || underWay.Count > 0;
        underWay.Clear();
    }
}
