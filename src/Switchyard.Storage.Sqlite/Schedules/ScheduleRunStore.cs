using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Schedules;

/// <summary>Runs of schedules.</summary>
internal sealed class ScheduleRunStore(ReaderPool readers, Writer writer, StoreTables tables, LiveRuns live)
    : IScheduleRunStore
{
    /// <summary>Days whose counts are kept.</summary>
    private const int KeptDays = 8;

    public ValueTask<ScheduleRunPage> ListAsync(ScheduleRunQuery query, CancellationToken cancellation) =>
        readers.ReadAsync(reader => query.IsUnfiltered ? Page(reader, query) : Filter(reader, query), cancellation);

    public ValueTask<StoredRun?> FindAsync(long jobId, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Tables.Runs.Find(jobId), cancellation);

    public ValueTask<IReadOnlyList<long>> LiveAsync(string group, int limit, CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<long>>(reader => Live(reader.Tables, group, limit), cancellation);

    // Mostly nothing waits, which a reader can tell: a transaction of the writer costs a sync.
    public async ValueTask<RunTurns> TurnsAsync(string? after, int limit, CancellationToken cancellation) =>
        await readers.ReadAsync(reader => reader.Tables.Runs.Waiting(after ?? "", 1).Count > 0, cancellation)
            ? await writer.RunAsync(() => Turns(after, limit), cancellation)
            : new RunTurns([], IsWaiting: false, After: null);

    public async ValueTask NoteEndsAsync(IReadOnlyList<RunEnds> ends, CancellationToken cancellation) =>
        await writer.RunAsync(
            () =>
            {
                foreach (var end in ends)
                {
                    tables.Runs.AddEnds(end);
                    tables.Runs.TrimEnds(end.Day.AddDays(-KeptDays));
                }

                return true;
            },
            cancellation
        );

    public ValueTask<RunCounts> CountEndsAsync(DateOnly day, long? owner, CancellationToken cancellation) =>
        readers.ReadAsync(
            reader =>
            {
                var (succeeded, failed) = reader.Tables.Runs.Ends(day, owner);
                return new RunCounts(succeeded, failed);
            },
            cancellation
        );

    private static ScheduleRunPage Page(Reader reader, ScheduleRunQuery query)
    {
        var total = reader.Tables.Schedules.Find(query.ScheduleId, whole: false)?.Runs ?? 0;
        var page = reader.Tables.Runs.Page(query.ScheduleId, query.Size, (query.Page - 1L) * query.Size);
        return new ScheduleRunPage([.. page.Select(run => Find(reader, query, run)).OfType<ScheduleRun>()], total);
    }

    private static ScheduleRunPage Filter(Reader reader, ScheduleRunQuery query)
    {
        var (runs, total, skipped) = (new List<ScheduleRun>(), 0, (query.Page - 1L) * query.Size);
        foreach (var run in reader.Tables.Runs.Page(query.ScheduleId, ScheduleRunQuery.ScanLimit, offset: 0))
        {
            if (!Accepts(reader, query, run.Job))
            {
                continue;
            }

            total++;
            if (total > skipped && runs.Count < query.Size && Find(reader, query, run) is { } found)
            {
                runs.Add(found);
            }
        }

        return new ScheduleRunPage(runs, total);
    }

    // To put a job together takes half a dozen seeks; most runs have ended, which one tells.
    private static bool Accepts(Reader reader, ScheduleRunQuery query, long job) =>
        reader.Tables.Outcomes.FindBare(job) is { } end
            ? query.Accepts(end.State, end.Reason)
            : query.States?.All(JobTransitions.IsFinished) != true
                && reader.Snapshots.Find(job, whole: false) is { } live
                && query.Accepts(live.State, live.Reason);

    private static ScheduleRun? Find(Reader reader, ScheduleRunQuery query, (long Job, DateTimeOffset? Slot) run) =>
        reader.Snapshots.Find(run.Job, whole: false) is { } job ? new(query.ScheduleId, run.Slot, job) : null;

    private static List<long> Live(StoreTables tables, string group, int limit)
    {
        var live = new List<long>();
        for (var batch = tables.Runs.Live(group, 0, limit); batch.Count > 0 && live.Count < limit; )
        {
            live.AddRange(batch.Where(job => tables.Outcomes.StateOf(job) is null));
            batch = tables.Runs.Live(group, batch[^1], limit - live.Count);
        }

        return live;
    }

    private RunTurns Turns(string? after, int limit)
    {
        var groups = tables.Runs.Waiting(after ?? "", limit);
        var turns = groups.Select(live.Turn).OfType<long>().ToList();
        return new RunTurns(turns, groups.Count > 0, groups.Count == limit ? groups[^1] : null);
    }
}
