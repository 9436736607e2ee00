using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Tests.Harness;

internal sealed class ProbedBlobs(StorageProbe probe, IBlobStore inner) : IBlobStore
{
    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        probe.Check();
        return inner.WriteAsync(bytes, cancellation);
    }

    public ValueTask<byte[]?> ReadAsync(long id, CancellationToken cancellation) => inner.ReadAsync(id, cancellation);
}
