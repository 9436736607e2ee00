using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>Lists of jobs by id, newest first, each scanning a bounded number of rows.</summary>
internal sealed class JobLists(Connection database, Snapshots snapshots, LaneCache lanes)
{
    private readonly Statement _jobs = Source(database, "job");
    private readonly Statement _later = Source(database, "later");
    private readonly Statement _held = Source(database, "held");
    private readonly Statement _leases = Source(database, "lease");
    private readonly Statement _outcomes = Source(database, "outcome");

    public JobPage List(JobQuery query)
    {
        var jobs = new List<JobSnapshot>();
        var rows = SourceOf(query.States).Bind(1, query.Before ?? long.MaxValue);
        for (var scanned = 0; rows.Step(); scanned++)
        {
            var id = rows.Int64(0);
            if (scanned == query.ScanLimit || jobs.Count == query.Limit)
            {
                rows.Reset();
                return new JobPage(jobs, id + 1);
            }

            if (
                Accepts(query, rows.Int32(1))
                && snapshots.Find(id, whole: false) is { } job
                && query.States?.Contains(job.State) != false
            )
            {
                jobs.Add(job);
            }
        }

        return new JobPage(jobs, null);
    }

    private bool Accepts(JobQuery query, int laneId)
    {
        if (query.Dialect is null && query.Owner is null && query.Type is null)
        {
            return true;
        }

        var lane = lanes[laneId];
        return (query.Dialect ?? lane.Dialect) == lane.Dialect
            && (query.Owner ?? lane.Owner) == lane.Owner
            && (query.Type ?? lane.Route.Type) == lane.Route.Type;
    }

    // The few running jobs among many queued ones are found without a scan of those. Pending ones are all but the
    // rest, so they are looked for among all.
    private Statement SourceOf(IReadOnlySet<JobState>? states)
    {
        if (states is null || states.Contains(JobState.Pending))
        {
            return _jobs;
        }

        return states.All(JobTransitions.IsFinished) ? _outcomes
            : states.IsSubsetOf([JobState.Running]) ? _leases
            : states.IsSubsetOf([JobState.Scheduled]) ? _later
            : states.IsSubsetOf([JobState.Draft, JobState.Paused]) ? _held
            : _jobs;
    }

    private static Statement Source(Connection database, string table) =>
        database.Prepare($"SELECT id, lane FROM {table} WHERE id < ?1 ORDER BY id DESC");
}
