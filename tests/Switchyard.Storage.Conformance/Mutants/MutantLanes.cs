using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Mutants;

/// <summary>Miscounts cancelled jobs by one.</summary>
internal sealed class MutantLanes(ILaneStore inner) : ILaneStore
{
    public ValueTask<Lane?> InternAsync(
        Dialect dialect,
        long owner,
        string type,
        IReadOnlyList<string> tags,
        CancellationToken cancellation
    ) => inner.InternAsync(dialect, owner, type, tags, cancellation);

    public ValueTask<IReadOnlyList<Lane>> ListAsync(CancellationToken cancellation) => inner.ListAsync(cancellation);

    public async ValueTask<IReadOnlyList<LaneCount>> CountsAsync(CancellationToken cancellation) =>
        [
            .. (await inner.CountsAsync(cancellation)).Select(count =>
                count is { State: JobState.Cancelled, Count: > 1 } ? count with { Count = count.Count - 1 } : count
            ),
        ];
}
