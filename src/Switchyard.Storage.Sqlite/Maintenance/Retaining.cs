using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Rounds;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Maintenance;

/// <summary>Deletes what was kept for long enough.</summary>
internal sealed class Retaining(Writer writer, StoreTables tables, StoreState state, JobMoves moves)
{
    /// <summary>Jobs deleted in one transaction: about 3 ms, for which a round may have to wait.</summary>
    private const int Batch = 250;

    /// <summary>How long a blob that nothing refers to is kept, for the round that is to refer to it.</summary>
    private static readonly TimeSpan UnusedBlobLife = TimeSpan.FromHours(1);

    public async ValueTask<IReadOnlyList<Transition>> RunAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        var deleted = new List<Transition>();
        foreach (var (outcome, kept) in Kept(retention))
        {
            // What was deleted is to be told: once something was, a cancellation only ends the batches.
            while (deleted.Count < limit && !cancellation.IsCancellationRequested)
            {
                var batch = Math.Min(Batch, limit - deleted.Count);
                var gone = await writer.RunAsync(() => Delete(outcome, kept, batch), CancellationToken.None);
                deleted.AddRange(gone);
                if (gone.Count < batch)
                {
                    break;
                }
            }
        }

        await writer.RunAsync(() => Trim(limit), CancellationToken.None);
        return deleted;
    }

    private static IEnumerable<(JobState Outcome, TimeSpan Kept)> Kept(Retention retention)
    {
        (JobState Outcome, TimeSpan? Kept)[] all =
        [
            (JobState.Succeeded, retention.Succeeded),
            (JobState.Failed, retention.Failed),
            (JobState.Cancelled, retention.Cancelled),
        ];
        return all.Where(entry => entry.Kept is not null).Select(entry => (entry.Outcome, entry.Kept!.Value));
    }

    private List<Transition> Delete(JobState outcome, TimeSpan kept, int limit)
    {
        moves.Begin(limit);
        foreach (var id in tables.Outcomes.EndedBefore(outcome, state.Now - Micros.From(kept), limit))
        {
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

    private bool Trim(int limit)
    {
        tables.Idempotency.Trim(state.Now - Micros.From(Submitting.KeyLife), limit);
        foreach (var blob in tables.Blobs.UnusedSince(state.Now - Micros.From(UnusedBlobLife), Math.Min(limit, Batch)))
        {
            tables.Blobs.Delete(blob);
        }

        return true;
    }
}
