using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Lanes;

/// <summary>Lanes: from memory, but for new ones.</summary>
internal sealed class LaneStore(LaneCache lanes, ReaderPool readers, Writer writer, StoreTables tables) : ILaneStore
{
    public async ValueTask<Lane?> InternAsync(
        Dialect dialect,
        long owner,
        string type,
        IReadOnlyList<string> tags,
        CancellationToken cancellation
    )
    {
        var key = LaneKey.Of(dialect, owner, type, tags);
        if (lanes.Find(key) is { } known)
        {
            return known;
        }

        var lane = await writer.RunAsync(
            () =>
                lanes.Find(key)
                ?? (
                    tables.Lanes.Count() < ILaneStore.MaxLanes ? tables.Lanes.Intern(dialect, owner, type, tags) : null
                ),
            cancellation
        );
        if (lane is not null)
        {
            lanes.Add(lane);
        }

        return lane;
    }

    public ValueTask<IReadOnlyList<Lane>> ListAsync(CancellationToken cancellation) => new(lanes.All);

    public ValueTask<IReadOnlyList<LaneCount>> CountsAsync(CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<LaneCount>>(reader => reader.Tables.Counters.List(), cancellation);
}
