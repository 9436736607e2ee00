using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Maintenance;

/// <summary>
/// Repairs what no transition leaves, inside a transaction. Counts stay as they are, for what was counted of such a
/// job is unknown: the recount mends them.
/// </summary>
internal sealed class Repairs
{
    private readonly StoreTables _tables;
    private readonly LaneCache _lanes;
    private readonly Survey _survey;
    private readonly List<Statement> _delete;

    public Repairs(Connection database, StoreTables tables, LaneCache lanes)
    {
        _tables = tables;
        _lanes = lanes;
        _survey = new Survey(database, tables, lanes);
        _delete =
        [
            .. Survey.OfOneJob.Select(table =>
                database.Prepare($"DELETE FROM {table.Name} WHERE {table.Key} = ?1 RETURNING 1")
            ),
        ];
    }

    /// <summary>Looks at jobs again and repairs those that need it.</summary>
    public (List<string> Lines, List<Transition> Transitions) Repair(IReadOnlyList<long> ids)
    {
        var (lines, transitions) = (new List<string>(), new List<Transition>());
        foreach (var id in ids)
        {
            if (_tables.Jobs.Find(id) is not { } job)
            {
                RemoveOrphans(id, lines);
                continue;
            }

            var states = _survey.States(job);
            if (states.Count != 1)
            {
                var (from, to) = MakeOne(job, states);
                lines.Add($"Job {id}: was {Describe(states)}, is {to}.");
                transitions.Add(
                    new Transition(id, job.Lane, from, to, FailureReason.None, LastAttempt(id), 0, null, null)
                );
            }

            if (!_survey.WillExpire(job) && !(states is [var only, ..] && only.IsFinished()))
            {
                _tables.Expiries.Insert(job.Expires!.Value, id);
                lines.Add($"Job {id}: nothing would have ended its time to live.");
            }
        }

        return (lines, transitions);
    }

    /// <summary>Removes rows of the ready table that are not of the job that they name.</summary>
    public List<string> Remove(IReadOnlyList<(int Route, int Priority, long Id)> strays)
    {
        var lines = new List<string>();
        foreach (var (route, priority, id) in strays)
        {
            var job = _tables.Jobs.Find(id);
            if (job is null || job.Priority != priority || _lanes[job.Lane].Route.Id != route)
            {
                _tables.Ready.Delete(route, priority, id);
                lines.Add($"Job {id}: was ready in route {route} by a row that is not its own.");
            }
        }

        return lines;
    }

    private void RemoveOrphans(long id, List<string> lines)
    {
        foreach (var (statement, table) in _delete.Zip(Survey.OfOneJob))
        {
            if (statement.Bind(1, id).Numbers().Count > 0)
            {
                lines.Add($"Job {id}: is not there, but was in {table.Name}.");
            }
        }
    }

    private (JobState? From, JobState To) MakeOne(JobRow job, List<JobState> states)
    {
        if (states is not [var kept, .. var dropped])
        {
            var tally = new Tally(LastAttempt(job.Id), Spent: 0, Lapses: 0, Checkpoint: false);
            _tables.Ready.Insert(_lanes[job.Lane].Route.Id, job.Priority, job.Id, job.Lane, tally);
            return (null, JobState.Pending);
        }

        foreach (var state in dropped)
        {
            switch (state)
            {
                case JobState.Running:
                    _tables.Leases.Delete(job.Id);
                    break;
                case JobState.Draft or JobState.Paused:
                    _tables.Held.Delete(job.Id);
                    break;
                case JobState.Scheduled:
                    _tables.Later.Delete(job.Id);
                    break;
                default:
                    _tables.Ready.Delete(_lanes[job.Lane].Route.Id, job.Priority, job.Id);
                    break;
            }
        }

        return (dropped[0], kept);
    }

    private int LastAttempt(long id) => (int)(_tables.Attempts.Last(id) ?? 0);

    private static string Describe(List<JobState> states) =>
        states.Count == 0 ? "in no state" : string.Join(" and ", states);
}
