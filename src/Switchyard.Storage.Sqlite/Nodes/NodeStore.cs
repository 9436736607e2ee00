using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Rounds;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Nodes;

/// <summary>The one node that has this store open.</summary>
internal sealed class NodeStore(
    ReaderPool readers,
    Writer writer,
    StoreTables tables,
    StoreState state,
    RoundApplier rounds,
    string library
) : INodeStore
{
    /// <summary>Leases put back in one transaction.</summary>
    private const int Batch = 500;

    public async ValueTask<NodeStart> StartAsync(CancellationToken cancellation)
    {
        var (node, at) = await writer.RunAsync(() => (state.NextNode(), state.Now), cancellation);
        var released = 0L;
        int batch;
        do
        {
            (batch, at) = await writer.RunAsync(() => (ReleaseBefore(node), state.Now), cancellation);
            released += batch;
        } while (batch == Batch);

        return new NodeStart(node, Micros.ToTime(at), released, library);
    }

    public async ValueTask ProbeAsync(CancellationToken cancellation)
    {
        await readers.ReadAsync(reader => reader.Tables.Meta.Read(), cancellation);
        await writer.RunAsync(() => state.Now, cancellation); // every transaction writes its time
    }

    private int ReleaseBefore(long node)
    {
        rounds.Moves.Begin(Batch);
        var leases = tables.Leases.OfNodesBefore(node, Batch);
        foreach (var lease in leases)
        {
            if (tables.Jobs.Find(lease.Id) is { } job)
            {
                rounds.Ends.NodeLost(job, lease);
            }
            else
            {
                tables.Leases.Delete(lease.Id); // no transition leaves one; here it would be met for ever
            }
        }

        return leases.Count;
    }
}
