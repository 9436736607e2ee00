using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>Claims: the best jobs of some routes, leased to some slots.</summary>
internal sealed class Claiming(StoreTables tables, StoreState state, JobMoves moves)
{
    private readonly PriorityQueue<ReadyRow, (int, long)> _best = new(
        Comparer<(int, long)>.Create((left, right) => right.CompareTo(left)) // the worst of the best on top
    );

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
        var rows = Choose(claim);
        if (rows.Length == 0)
        {
            return [];
        }

        Take(rows);
        var until = Micros.After(state.Now, Micros.From(claim.LeaseTime));
        state.LeasesEnd = Math.Min(state.LeasesEnd, until);
        var jobs = new List<LeasedJob>(rows.Length);
        foreach (var row in rows)
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
    private ReadyRow[] Choose(Claim claim)
    {
        _best.Clear();
        var wanted = claim.Slots.Count;
        foreach (var route in claim.Routes)
        {
            if (state.Counts.Pending(route) == 0)
            {
                continue;
            }

            foreach (var row in tables.Ready.First(route, wanted))
            {
                if (_best.Count < wanted)
                {
                    _best.Enqueue(row, (row.Priority, row.Id));
                }
                else if (_best.TryPeek(out _, out var worst) && (row.Priority, row.Id).CompareTo(worst) < 0)
                {
                    _best.EnqueueDequeue(row, (row.Priority, row.Id));
                }
                else
                {
                    break;
                }
            }
        }

        var rows = new ReadyRow[_best.Count];
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            rows[i] = _best.Dequeue();
        }

        return rows;
    }

    // Of every route the chosen rows are its first ones: one statement a route takes them.
    private void Take(ReadyRow[] rows)
    {
        _taken.Clear();
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            var row = rows[i];
            if (_taken.Add(row.Route))
            {
                tables.Ready.Take(row.Route, row.Priority, row.Id);
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
            Checkpoint = row.Tally.Checkpoint ? tables.Checkpoints.Find(row.Id) : Content.Empty,
        };
    }
}
