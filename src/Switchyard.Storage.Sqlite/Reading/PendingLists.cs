using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>
/// Pending jobs by id, newest first, out of the order in which claims take them: the newest of each route and priority
/// are put together. So a few pending jobs below millions that ended are found without a scan of those.
/// </summary>
internal sealed class PendingLists(StoreTables tables, LaneCache lanes)
{
    /// <summary>Seeks that a page may cost, one a route and priority.</summary>
    private const int MaxSeeks = 1_024;

    /// <summary>Rows that a page may look at.</summary>
    private const int MaxRows = 65_536;

    private const int Priorities = 9;

    /// <summary>The ids of a page and whether there may be more; null when a scan of all jobs is the better way.</summary>
    public (List<long> Ids, bool IsLast)? Find(JobFilter filter, long from, long before, int limit)
    {
        if (Routes(filter) is not { } routes || routes.Count * Priorities * limit > MaxRows)
        {
            return null;
        }

        var (ids, isLast) = (new List<long>(), true);
        foreach (var route in routes)
        {
            for (var priority = 1; priority <= Priorities; priority++)
            {
                var newest = tables.Ready.Newest(route, priority, from, before, limit);
                isLast &= newest.Count < limit;
                ids.AddRange(newest);
            }
        }

        ids.Sort((left, right) => right.CompareTo(left));
        isLast &= ids.Count <= limit;
        return (ids.Count > limit ? ids[..limit] : ids, isLast);
    }

    /// <summary>Routes with pending jobs that match; null when there are too many, or others' jobs are among them.</summary>
    private HashSet<int>? Routes(JobFilter filter)
    {
        var (matching, others) = (new HashSet<int>(), new HashSet<int>());
        foreach (var lane in lanes.All)
        {
            if (tables.Counters.Has(lane.Id, JobState.Pending))
            {
                (filter.AcceptsLane(lane.Id) ? matching : others).Add(lane.Route.Id);
            }

            if (matching.Count * Priorities > MaxSeeks)
            {
                return null;
            }
        }

        return matching.Overlaps(others) ? null : matching;
    }
}
