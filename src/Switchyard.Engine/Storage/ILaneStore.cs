using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>Interned lanes and their counts.</summary>
public interface ILaneStore
{
    /// <summary>
    /// The lane of this door, owner, type and tags, made durable when it is new. Tags come sorted and distinct.
    /// The same (type, tags) always has the same route id. A lane without jobs may be forgotten when a node starts.
    /// </summary>
    /// <returns>Null when there are <see cref="MaxLanes"/> lanes already.</returns>
    ValueTask<Lane?> InternAsync(
        Dialect dialect,
        long owner,
        string type,
        IReadOnlyList<string> tags,
        CancellationToken cancellation
    );

    /// <summary>All lanes.</summary>
    ValueTask<IReadOnlyList<Lane>> ListAsync(CancellationToken cancellation);

    /// <summary>The kept counts, none of them zero. Equal to a recount of the jobs.</summary>
    ValueTask<IReadOnlyList<LaneCount>> CountsAsync(CancellationToken cancellation);

    /// <summary>Types come from clients: without a cap, any client could grow memory without end.</summary>
    public const int MaxLanes = 20_000;
}
