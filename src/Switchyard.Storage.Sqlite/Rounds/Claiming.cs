using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>Claims: the best jobs of some routes, leased to some slots.</summary>
internal sealed class Claiming(StoreTables tables, StoreState state, JobMoves moves)
{
    private static readonly Comparison<ReadyRow> Order = (left, right) =>
        (left.Priority, left.Id).CompareTo((right.Priority, right.Id));

    private readonly List<ReadyRow> _best = [];
    private readonly HashSet<int> _taken = [];

    public IReadOnlyList<LeasedJob>[] Apply(List<Claim> claims)
    {
        var results = new IReadOnlyList<LeasedJob>[claims.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(claims[i]);
        }

        return results;
    }

    private List<LeasedJob> Apply(Claim claim)
    {
        Choose(claim);
        if (_best.Count == 0)
        {
            return [];
        }

        Take();
        var until = Micros.After(state.Now, Micros.From(claim.LeaseTime));
        state.LeasesEnd = Math.Min(state.LeasesEnd, until);
        var jobs = new List<LeasedJob>(_best.Count);
        foreach (var row in _best)
        {
            // A row without a job, which no transition leaves, is gone with the others and takes no slot.
            if (tables.Jobs.FindToLease(row.Id) is { } job)
            {
                jobs.Add(Lease(row, job, claim.Slots[jobs.Count], until));
            }
        }

        return jobs;
    }

    // Route by route, each a seek to its head; a route is left as soon as its rows are worse than what there is.
    private void Choose(Claim claim)
    {
        _best.Clear();
        var wanted = claim.Slots.Count;
        foreach (var route in claim.Routes)
        {
            if (state.Counts.Pending(route) == 0)
            {
                continue;
            }

            var others = _best.Count;
            foreach (var row in tables.Ready.First(route, wanted))
            {
                if (others == wanted && Order(row, _best[wanted - 1]) > 0)
                {
                    break;
                }

                _best.Add(row);
            }

            if (others > 0 && _best.Count > others)
            {
                _best.Sort(Order);
                _best.RemoveRange(Math.Min(wanted, _best.Count), Math.Max(0, _best.Count - wanted));
            }
        }
    }

    // Of every route the chosen rows are its first ones: one statement a route takes them.
    private void Take()
    {
        _taken.Clear();
        for (var i = _best.Count - 1; i >= 0; i--)
        {
            var last = _best[i];
            if (_taken.Add(last.Route))
            {
                tables.Ready.Take(last.Route, last.Priority, last.Id);
            }
        }
    }

    private LeasedJob Lease(in ReadyRow row, in JobToLease job, in ClaimSlot slot, long until)
    {
        var lease = new LeaseRow(
            row.Id,
            job.Lane,
            row.Tally with
            {
                Attempt = row.Tally.Attempt + 1,
            },
            state.NextToken(),
            slot.WorkerId,
            slot.Node,
            state.Now,
            until,
            job.RunTimeout is { } span ? Micros.After(state.Now, span) : null,
            job.Callback
        );
        tables.Leases.Insert(lease);
        state.LeasesEnd = Math.Min(state.LeasesEnd, lease.Deadline ?? until);
        moves.NoteLeased(lease);
        return new LeasedJob
        {
            Id = row.Id,
            Salt = job.Salt,
            LaneId = job.Lane,
            Token = lease.Token,
            Attempt = lease.Tally.Attempt,
            Tag = slot.Tag,
            Priority = row.Priority,
            CreatedAt = Micros.ToTime(job.Created),
            ExpiresAt = Micros.ToTime(job.Expires),
            RunTimeout = Micros.ToSpan(job.RunTimeout),
            Payload = job.Payload,
            Metadata = job.Metadata,
            TraceParent = job.TraceParent,
            Checkpoint = row.Tally.Checkpoint ? tables.Checkpoints.Find(row.Id) : Content.Empty,
        };
    }
}
