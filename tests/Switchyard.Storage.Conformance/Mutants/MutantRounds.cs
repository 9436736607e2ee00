using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Mutants;

/// <summary>Changes a copy of each round before it is committed, and its answer afterwards.</summary>
internal sealed class MutantRounds(IRoundStore inner, Action<Round> change, Func<RoundResult, RoundResult> changeResult)
    : IRoundStore
{
    public async ValueTask<RoundResult> CommitAsync(Round round, CancellationToken cancellation)
    {
        var copy = new Round { SweepLimit = round.SweepLimit };
        copy.Settlements.AddRange(round.Settlements);
        copy.Renewals.AddRange(round.Renewals);
        copy.Orders.AddRange(round.Orders);
        copy.Submissions.AddRange(round.Submissions);
        copy.Claims.AddRange(round.Claims);
        change(copy);
        return changeResult(await inner.CommitAsync(copy, cancellation));
    }
}
