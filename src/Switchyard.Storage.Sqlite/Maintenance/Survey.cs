using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Maintenance;

/// <summary>Looks for what no transition leaves, by reads only.</summary>
internal sealed class Survey(Connection database, StoreTables tables, LaneCache lanes)
{
    /// <summary>Wrong rows of the ready table that one survey finds; the next pass finds more.</summary>
    private const int MaxStrays = 10_000;

    private readonly Statement _orphans = database.Prepare(
        $"""
        SELECT found.id FROM ({string.Join(
            " UNION ",
            OfOneJob.Select(table => $"SELECT {table.Key} AS id FROM {table.Name} WHERE {table.Key} > ?1 AND {table.Key} <= ?2")
        )}) AS found
        WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.id = found.id) ORDER BY found.id LIMIT {MaxStrays}
        """
    );

    private readonly Statement _strays = database.Prepare(
        $"""
        SELECT r.route, r.prio, r.id FROM ready r LEFT JOIN job j ON j.id = r.id LEFT JOIN lane l ON l.id = j.lane
        WHERE l.route IS NOT r.route OR j.prio <> r.prio LIMIT {MaxStrays}
        """
    );

    /// <summary>The tables whose rows belong to a job, by the column that names it; ready is keyed otherwise.</summary>
    public static IReadOnlyList<(string Name, string Key)> OfOneJob { get; } =
    [
        ("outcome", "id"),
        ("lease", "id"),
        ("held", "id"),
        ("later", "id"),
        ("attempt", "job"),
        ("checkpoint", "id"),
        ("progress", "id"),
        ("callback", "id"),
        ("log", "job"),
        ("run", "job"),
    ];

    /// <summary>Jobs of a run of ids that are not in exactly one state, or not there though rows say so.</summary>
    /// <param name="after">The run starts behind this id.</param>
    /// <param name="ids">The jobs of the run.</param>
    /// <param name="last">The run ends with this id.</param>
    public List<long> Suspects(long after, IReadOnlyList<long> ids, long last)
    {
        var suspects = _orphans.Bind(1, after).Bind(2, last).Numbers();
        foreach (var id in ids)
        {
            if (tables.Jobs.Find(id) is { } job && !IsSound(job))
            {
                suspects.Add(id);
            }
        }

        return suspects;
    }

    /// <summary>Rows of the ready table whose job is not there, or elsewhere. Scans the table.</summary>
    public List<(int Route, int Priority, long Id)> Strays()
    {
        var strays = new List<(int, int, long)>();
        while (_strays.Step())
        {
            strays.Add((_strays.Int32(0), _strays.Int32(1), _strays.Int64(2)));
        }

        return strays;
    }

    /// <summary>The states that a job is in, the latest first: one, if all is well.</summary>
    public List<JobState> States(JobRow job)
    {
        var states = new List<JobState>();
        if (tables.Outcomes.FindBare(job.Id) is { } outcome)
        {
            states.Add(outcome.State);
        }

        if (tables.Leases.Find(job.Id) is not null)
        {
            states.Add(JobState.Running);
        }

        if (tables.Held.Find(job.Id) is { } held)
        {
            states.Add(held.State);
        }

        if (tables.Later.Find(job.Id) is not null)
        {
            states.Add(JobState.Scheduled);
        }

        if (tables.Ready.Find(lanes[job.Lane].Route.Id, job.Priority, job.Id) is not null)
        {
            states.Add(JobState.Pending);
        }

        return states;
    }

    /// <summary>Whether the sweep will come to the end of its time to live.</summary>
    public bool WillExpire(JobRow job) => job.Expires is not { } at || tables.Expiries.Has(at, job.Id);

    private bool IsSound(JobRow job) => States(job) is [var state] && (state.IsFinished() || WillExpire(job));
}
