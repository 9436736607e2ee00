using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Checked;

/// <summary>Node starts, noted in the ledger.</summary>
internal sealed class CheckedNodes(INodeStore inner, TransitionLedger ledger) : INodeStore
{
    public async ValueTask<NodeStart> StartAsync(CancellationToken cancellation)
    {
        var start = await inner.StartAsync(cancellation);
        ledger.Saw(start.At);
        ledger.ForgetLeases();
        return start;
    }

    public ValueTask ProbeAsync(CancellationToken cancellation) => inner.ProbeAsync(cancellation);
}
