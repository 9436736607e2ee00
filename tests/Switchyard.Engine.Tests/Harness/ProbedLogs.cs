using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Tests.Harness;

internal sealed class ProbedLogs(StorageProbe probe, ILogStore inner) : ILogStore
{
    public ValueTask AppendAsync(IReadOnlyList<LogChunk> chunks, CancellationToken cancellation)
    {
        probe.Check();
        return inner.AppendAsync(chunks, cancellation);
    }

    public ValueTask<IReadOnlyList<LogChunk>> ReadAsync(
        long jobId,
        int attempt,
        int line,
        int limit,
        CancellationToken cancellation
    ) => inner.ReadAsync(jobId, attempt, line, limit, cancellation);

    public ValueTask<IReadOnlyList<LogChunk>> ReadTailAsync(
        long jobId,
        int attempt,
        int bytes,
        CancellationToken cancellation
    ) => inner.ReadTailAsync(jobId, attempt, bytes, cancellation);
}
