using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>Lists of jobs by id, newest first, each scanning a bounded number of rows.</summary>
internal sealed class JobLists(Connection database, StoreTables tables, Snapshots snapshots, LaneCache lanes)
{
    private readonly Statement _jobs = Source(database, "job", "0, 0");
    private readonly Statement _later = Source(database, "later", "0, 0");
    private readonly Statement _held = Source(database, "held", "0, 0");
    private readonly Statement _leases = Source(database, "lease", "0, 0");
    private readonly Statement _outcomes = Source(database, "outcome", "state, reason");
    private readonly PendingLists _pending = new(tables, lanes);

    public JobPage List(JobQuery query)
    {
        var filter = new JobFilter(query, lanes);
        var from = query.CreatedFrom is { } earliest ? tables.Jobs.FirstFrom(Micros.From(earliest)) : 0;
        var before = query.CreatedBefore is { } end ? tables.Jobs.FirstFrom(Micros.From(end)) : long.MaxValue;
        before = Math.Min(before, query.Before ?? long.MaxValue);
        return
            filter.States?.SetEquals([JobState.Pending]) == true
            && _pending.Find(filter, from, before, query.Limit) is { } found
            ? Page(found.Ids, found.IsLast)
            : Scan(query, filter, from, before);
    }

    private JobPage Page(List<long> ids, bool isLast) =>
        new([.. ids.Select(id => snapshots.Find(id, whole: false)).OfType<JobSnapshot>()], isLast ? null : ids[^1]);

    private JobPage Scan(JobQuery query, JobFilter filter, long from, long before)
    {
        var jobs = new List<JobSnapshot>();
        var source = SourceOf(filter.States);
        var rows = source.Bind(1, before).Bind(2, from);
        for (var scanned = 0; rows.Step(); scanned++)
        {
            var id = rows.Int64(0);
            if (scanned == query.ScanLimit || jobs.Count == query.Limit)
            {
                rows.Reset();
                return new JobPage(jobs, id + 1);
            }

            if (
                filter.AcceptsLane(rows.Int32(1))
                && MayMatch(filter, source, id)
                && snapshots.Find(id, whole: false) is { } job
                && filter.Accepts(job.State, job.Reason)
            )
            {
                jobs.Add(job);
            }
        }

        return new JobPage(jobs, null);
    }

    // To put a job together takes half a dozen seeks; what is refused most of the time is refused by one at most.
    private bool MayMatch(JobFilter filter, Statement source, long id)
    {
        if (source == _outcomes)
        {
            return filter.Accepts((JobState)source.Int32(2), (FailureReason)source.Int32(3));
        }

        if (source != _jobs || filter.States is null)
        {
            return true;
        }

        return tables.Outcomes.StateOf(id) is { } end ? filter.States.Contains(end) : filter.HasUnfinished;
    }

    // The few running jobs among many queued ones are found without a scan of those. Pending ones that are not found
    // otherwise are looked for among all.
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

    private static Statement Source(Connection database, string table, string end) =>
        database.Prepare($"SELECT id, lane, {end} FROM {table} WHERE id < ?1 AND id >= ?2 ORDER BY id DESC");
}
