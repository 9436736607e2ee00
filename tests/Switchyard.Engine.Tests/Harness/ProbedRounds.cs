using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Tests.Harness;

internal sealed class ProbedRounds(StorageProbe probe, IRoundStore inner) : IRoundStore
{
    public async ValueTask<RoundResult> CommitAsync(Round round, CancellationToken cancellation)
    {
        await probe.HeldAsync(cancellation);
        probe.Check();
        CheckBounds(round);
        var result = await inner.CommitAsync(round, cancellation);
        probe.Note(round, result);
        return result;
    }

    /// <summary>What the port promises of every round.</summary>
    private static void CheckBounds(Round round)
    {
        round.Settlements.Count.ShouldBeLessThanOrEqualTo(1_024);
        round.Renewals.Count.ShouldBeLessThanOrEqualTo(4_096);
        round.Orders.Count.ShouldBeLessThanOrEqualTo(1_024);
        foreach (var claim in round.Claims)
        {
            claim.Routes.Count.ShouldBeInRange(1, 1_024);
            claim.Routes.Distinct().Count().ShouldBe(claim.Routes.Count);
            claim.Slots.Count.ShouldBeInRange(1, 1_024);
        }
    }
}
