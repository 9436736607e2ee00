using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Checked;

/// <summary>Rounds, each noted in the ledger.</summary>
internal sealed class CheckedRounds(IRoundStore inner, TransitionLedger ledger) : IRoundStore
{
    public async ValueTask<RoundResult> CommitAsync(Round round, CancellationToken cancellation)
    {
        var result = await inner.CommitAsync(round, cancellation);
        ledger.Saw(round, result);
        return result;
    }
}
