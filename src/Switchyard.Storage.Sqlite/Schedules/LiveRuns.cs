using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Schedules;

/// <summary>
/// Finds runs that have not ended, on the connection that writes. Nothing is noted when a run ends; those that are seen
/// to have ended are noted here.
/// </summary>
internal sealed class LiveRuns(StoreTables tables)
{
    /// <summary>Rows that a new run clears, if so many have ended: as each adds but one, they become ever fewer.</summary>
    private const int Cleared = 16;

    private const int Batch = 100;

    /// <summary>Whether a group has so many live runs.</summary>
    public bool HasSoMany(string group, int limit)
    {
        foreach (var _ in Of((after, count) => tables.Runs.Live(group, after, count)))
        {
            if (--limit == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a schedule has any.</summary>
    public bool IsAnyOf(long schedule) => Of((after, count) => tables.Runs.LiveOf(schedule, after, count)).Any();

    /// <summary>Notes some of a group's that have ended.</summary>
    public void Clear(string group)
    {
        foreach (var job in tables.Runs.Live(group, after: 0, Cleared))
        {
            Check(job);
        }
    }

    /// <summary>The draft of a group whose turn it is; null when none is, since another run is at work, or none waits.</summary>
    public long? Turn(string group)
    {
        long? first = null;
        foreach (var job in Of((after, count) => tables.Runs.Live(group, after, count)))
        {
            if (tables.Held.Find(job) is not { State: JobState.Draft })
            {
                tables.Runs.NoteStarted(job);
                return null;
            }

            first ??= job;
        }

        return first;
    }

    private IEnumerable<long> Of(Func<long, int, List<long>> next)
    {
        for (var (after, batch) = (0L, next(0, Batch)); batch.Count > 0; batch = next(after, Batch))
        {
            foreach (var job in batch)
            {
                if (Check(job))
                {
                    yield return job;
                }
            }

            after = batch[^1];
        }
    }

    private bool Check(long job)
    {
        if (tables.Outcomes.StateOf(job) is null)
        {
            return true;
        }

        tables.Runs.NoteEnded(job);
        return false;
    }
}
