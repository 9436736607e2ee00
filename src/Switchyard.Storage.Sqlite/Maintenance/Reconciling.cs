using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Maintenance;

/// <summary>
/// The reconciler. It looks with a reader, so that rounds go on, and the writer repairs what was found after it has
/// looked again.
/// </summary>
internal sealed class Reconciling(ReaderPool readers, Writer writer, StoreState state, Repairs repairs, LaneCache lanes)
{
    public async ValueTask<ReconcileResult> RunAsync(long after, int limit, CancellationToken cancellation)
    {
        var (last, suspects) = await readers.ReadAsync(
            reader =>
            {
                var ids = reader.Tables.Jobs.After(after, limit);
                var last = ids.Count < limit ? long.MaxValue : ids[^1];
                return (last, reader.Survey.Suspects(after, ids, last));
            },
            cancellation
        );
        var made = new ReconcileResult(last == long.MaxValue ? null : last, [], []);
        if (suspects.Count > 0)
        {
            var (lines, transitions) = await writer.RunAsync(() => repairs.Repair(suspects), cancellation);
            made = made with { Repairs = lines, Transitions = transitions };
        }

        return made.After is null ? await FinishAsync(made, cancellation) : made;
    }

    // What only a look at the whole store shows. The view of a reader holds both the rows and the kept counts of one
    // moment, so the difference is right whatever rounds have done since.
    private async Task<ReconcileResult> FinishAsync(ReconcileResult made, CancellationToken cancellation)
    {
        var strays = await readers.ReadAsync(reader => reader.Survey.Strays(), cancellation);
        var lines = new List<string>(made.Repairs);
        if (strays.Count > 0)
        {
            lines.AddRange(await writer.RunAsync(() => repairs.Remove(strays), cancellation));
        }

        var drift = await readers.ReadAsync(reader => reader.Tables.Counters.Drift(), cancellation);
        drift.RemoveAll(entry => !lanes.Has(entry.LaneId));
        if (drift.Count > 0)
        {
            await writer.RunAsync(() => Mend(drift), cancellation);
            lines.AddRange(
                drift.Select(entry =>
                    $"Lane {entry.LaneId}: the count of {entry.State} jobs was wrong by {-entry.Count}."
                )
            );
        }

        return made with
        {
            Repairs = lines,
            Counts = drift,
        };
    }

    private bool Mend(List<LaneCount> drift)
    {
        foreach (var (lane, jobState, change) in drift)
        {
            state.Counts.Add(lane, jobState, change);
        }

        return true;
    }
}
