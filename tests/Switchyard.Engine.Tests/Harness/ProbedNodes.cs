using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Tests.Harness;

internal sealed class ProbedNodes(StorageProbe probe, INodeStore inner) : INodeStore
{
    public ValueTask<NodeStart> StartAsync(CancellationToken cancellation) => inner.StartAsync(cancellation);

    public ValueTask ProbeAsync(CancellationToken cancellation)
    {
        probe.CheckProbe();
        return inner.ProbeAsync(cancellation);
    }
}
