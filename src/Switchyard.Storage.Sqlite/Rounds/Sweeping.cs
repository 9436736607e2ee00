using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>
/// What time moves: expired jobs first, so that none of them is begun again, then leases that are over, then due jobs.
/// </summary>
internal sealed class Sweeping(StoreTables tables, StoreState state, JobMoves moves, AttemptEnds ends)
{
    /// <summary>Rows of jobs that ended before they expired, dropped in one sweep beside its own limit.</summary>
    private const int StaleRows = 1_000;

    /// <summary>So few leases are scanned (in about 50 µs) to say exactly when the next one ends.</summary>
    private const int FewLeases = 1_000;

    private bool _full;

    public void Apply(int limit)
    {
        var left = limit - Expire(limit);
        left -= EndLeases(left);
        left -= Free(left);
        _full = left == 0;
    }

    /// <summary>When the next sweep has work; null for never. To be asked after the round's claims.</summary>
    public long? Next()
    {
        if (_full)
        {
            return state.Now;
        }

        var next = tables.Later.Next() ?? long.MaxValue;
        if (NextExpiry() is { } expiry)
        {
            next = Math.Min(next, expiry);
        }

        if (state.Counts.Running <= FewLeases || state.LeasesEnd <= state.Now)
        {
            state.LeasesEnd = tables.Leases.NextEnd() ?? long.MaxValue;
        }

        next = Math.Min(next, state.LeasesEnd);
        return next == long.MaxValue ? null : Math.Max(next, state.Now + 1);
    }

    private int Expire(int limit)
    {
        var expired = 0;
        foreach (var (at, id) in tables.Expiries.First(state.Now, limit + StaleRows))
        {
            if (Unfinished(at, id) is { } found)
            {
                if (expired == limit)
                {
                    break;
                }

                moves.ToEnd(found.Job, found.Standing, JobState.Failed, FailureReason.Expired);
                expired++;
            }

            tables.Expiries.Delete(at, id);
        }

        return expired;
    }

    private int EndLeases(int limit)
    {
        if (limit == 0 || state.LeasesEnd > state.Now)
        {
            return 0;
        }

        var over = tables.Leases.Over(state.Now, limit);
        foreach (var lease in over)
        {
            if (tables.Jobs.Find(lease.Id) is not { } job)
            {
                tables.Leases.Delete(lease.Id); // no transition leaves one; here it would be met for ever
            }
            else if (lease.Deadline <= state.Now)
            {
                ends.Failed(job, lease, FailureReason.Timeout, Draw(lease.Token));
            }
            else
            {
                ends.Lapsed(job, lease, token: 0);
            }
        }

        if (over.Count < limit)
        {
            state.LeasesEnd = tables.Leases.NextEnd() ?? long.MaxValue;
        }

        return over.Count;
    }

    private int Free(int limit)
    {
        var due = tables.Later.Due(state.Now, limit);
        foreach (var id in due)
        {
            if (tables.Jobs.Find(id) is { } job && moves.Find(job) is { State: JobState.Scheduled } standing)
            {
                moves.ToReady(job, standing, standing.Tally);
            }
            else
            {
                tables.Later.Delete(id); // as for a lease without a job
            }
        }

        return due.Count;
    }

    // No worker drew a jitter for a timeout. Multiples of the golden ratio spread consecutive tokens evenly, need no
    // state, and come out the same whichever rounds the sweep falls into.
    private static double Draw(long token)
    {
        var product = token * 0.618_033_988_749_894_9;
        return product - Math.Floor(product);
    }

    // Jobs with a time to live usually end within it: their rows are dropped here, so that they wake nobody.
    private long? NextExpiry()
    {
        for (var dropped = 0; dropped < StaleRows; dropped++)
        {
            if (tables.Expiries.First(long.MaxValue, 1) is not [var (at, id)])
            {
                return null;
            }

            if (Unfinished(at, id) is not null)
            {
                return at;
            }

            tables.Expiries.Delete(at, id);
        }

        return state.Now;
    }

    private (JobRow Job, Standing Standing)? Unfinished(long at, long id) =>
        tables.Jobs.Find(id) is { } job && job.Expires == at && moves.Find(job) is { IsFinished: false } standing
            ? (job, standing)
            : null;
}
