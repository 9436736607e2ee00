using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Rounds;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Maintenance;

/// <summary>
/// Deletes what was kept for long enough. A reader walks the outcomes by id, going on where the call before stopped;
/// the jobs that were made first mostly ended first, so what is to go lies together.
/// </summary>
internal sealed class Retaining(
    ReaderPool readers,
    Writer writer,
    StoreTables tables,
    StoreState state,
    StoreClock clock,
    JobMoves moves
)
{
    /// <summary>Outcomes looked at in one call, in about 20 ms of a reader's time.</summary>
    private const int MaxScanned = 100_000;

    /// <summary>Jobs deleted in one transaction: about 2 ms, for which a round may have to wait.</summary>
    private const int Batch = 250;

    /// <summary>How long a blob that nothing refers to is kept, for the round that is to refer to it.</summary>
    private static readonly TimeSpan UnusedBlobLife = TimeSpan.FromHours(1);

    /// <summary>How long a bulk action that ended is kept.</summary>
    private static readonly TimeSpan BulkLife = TimeSpan.FromDays(30);

    private long _walked;

    public async ValueTask<IReadOnlyList<Transition>> RunAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    )
    {
        var over = await readers.ReadAsync(reader => Walk(reader.Tables.Outcomes, retention, limit), cancellation);
        var deleted = new List<Transition>();
        foreach (var batch in over.Chunk(Batch))
        {
            // What was deleted is to be told: a cancellation ends the batches, not the one under way.
            if (deleted.Count == 0 || !cancellation.IsCancellationRequested)
            {
                deleted.AddRange(await writer.RunAsync(() => Delete(batch, retention), CancellationToken.None));
            }
        }

        await writer.RunAsync(() => Trim(retention.Audit, limit), CancellationToken.None);
        return deleted;
    }

    // From where the last walk stopped to the end, then from the start up to there.
    private List<long> Walk(OutcomeTable outcomes, in Retention retention, int limit)
    {
        var (over, start, now) = (new List<long>(), _walked, clock.Now());
        var rows = outcomes.After(start).Concat(outcomes.After(0).TakeWhile(row => row.Id <= start));
        foreach (var (id, outcome, finished) in rows.Take(MaxScanned))
        {
            _walked = id;
            if (IsOver(retention, outcome, finished, now))
            {
                over.Add(id);
                if (over.Count == limit)
                {
                    break;
                }
            }
        }

        return over;
    }

    private static bool IsOver(in Retention retention, JobState outcome, long finished, long now)
    {
        var kept = outcome switch
        {
            JobState.Succeeded => retention.Succeeded,
            JobState.Failed => retention.Failed,
            _ => retention.Cancelled,
        };
        return kept is { } span && finished < now - Micros.From(span);
    }

    // Looked at again: a retry may have come between.
    private List<Transition> Delete(long[] ids, in Retention retention)
    {
        moves.Begin(ids.Length);
        foreach (var id in ids)
        {
            if (tables.Outcomes.FindBare(id) is not { } end || !IsOver(retention, end.State, end.Finished, state.Now))
            {
                continue;
            }

            if (tables.Jobs.Find(id) is { } job && moves.Find(job) is { } standing)
            {
                moves.ToNowhere(job, standing);
            }
            else
            {
                tables.Outcomes.Delete(id); // no transition leaves one without a job; here it would be met for ever
            }
        }

        return moves.Transitions;
    }

    private bool Trim(TimeSpan? auditLife, int limit)
    {
        tables.Idempotency.Trim(state.Now - Micros.From(Submitting.KeyLife), limit);
        foreach (var blob in tables.Blobs.UnusedSince(state.Now - Micros.From(UnusedBlobLife), Math.Min(limit, Batch)))
        {
            tables.Blobs.Delete(blob);
        }

        tables.Bulk.Trim(state.Now - Micros.From(BulkLife), limit);
        if (auditLife is { } span)
        {
            tables.Audit.Trim(state.Now - Micros.From(span), limit);
        }

        return true;
    }
}
