using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Diagnostics;

public sealed class HealthTests
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(1.1);

    [Fact]
    public async Task Probe_AllIsWell_SaysSoAndForHowLong()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Clock.Advance(TimeSpan.FromMinutes(3));

        (await ProbeAsync(test)).ShouldBe(new EngineHealth(true, true, TimeSpan.FromMinutes(3), null));
    }

    [Fact]
    public async Task Probe_StoreIsOut_SaysWhatFailedAndHeals()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.PassAsync(Stale); // the sweep of the start is over: the loop has nothing to fail with
        (await ProbeAsync(test)).IsHealthy.ShouldBeTrue();
        test.Storage.IsOut = true;
        (await ProbeAsync(test)).IsHealthy.ShouldBeTrue(); // known for a second

        test.Clock.Advance(Stale);
        var sick = await ProbeAsync(test);
        sick.Store.ShouldBeFalse();
        sick.Problem.ShouldBe("The test put the store out.");

        test.Storage.IsOut = false;
        test.Clock.Advance(Stale);
        (await ProbeAsync(test)).IsHealthy.ShouldBeTrue();
    }

    [Fact]
    public async Task Probe_LoopDoesNotTurn_SaysSoAfterAWhile()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var held = test.Storage.Hold();
        var stuck = test.SubmitAsync();
        await Eventually.HoldsAsync("a round is held", () => test.Storage.IsHolding);

        var probe = ProbeAsync(test);
        await Eventually.HoldsAsync(
            "the probe gives up",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromSeconds(1));
                return probe.IsCompleted;
            }
        );

        (await probe).Queue.ShouldBeFalse();
        held.Dispose();
        await stuck;
    }

    [Fact]
    public async Task Life_StoreIsOut_GoesOn()
    {
        await using var test = await EngineUnderTest.StartAsync();
        (await LifeAsync(test)).ShouldBeNull();
        test.Storage.IsOut = true;

        await Should.ThrowAsync<StorageUnavailableException>(() => test.SubmitAsync());
        var life = LifeAsync(test);
        await Eventually.HoldsAsync(
            "the probe is answered",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return life.IsCompleted;
            }
        );

        (await life).ShouldBeNull();
        test.Storage.IsOut = false;
        test.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Life_CommitLasts_IsOverAfterAMinuteOnly()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var held = test.Storage.Hold();
        var stuck = test.SubmitAsync();
        await Eventually.HoldsAsync("a round is held", () => test.Storage.IsHolding);

        (await AskAsync()).ShouldBeNull();
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        (await AskAsync()).ShouldNotBeNull().ShouldStartWith("The loop has not turned");

        held.Dispose();
        await stuck;
        (await LifeAsync(test)).ShouldBeNull();

        async Task<string?> AskAsync()
        {
            var life = LifeAsync(test);
            life.IsCompleted.ShouldBeFalse();
            test.Clock.Advance(TimeSpan.FromSeconds(5));
            return await life;
        }
    }

    [Fact]
    public async Task Life_StoreFailedForGood_IsOver()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Storage.IsBroken = true;
        await Should.ThrowAsync<StorageUnavailableException>(() => test.SubmitAsync());

        (await LifeAsync(test)).ShouldBe("The store failed for good.");
    }

    [Fact]
    public async Task Probe_ManyAsk_CostsOneProbe()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Storage.IsOut = true;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ProbeAsync(test)));

        test.Storage.RefusedProbes.ShouldBe(1);
        test.Storage.IsOut = false;
    }

    private static async Task<string?> LifeAsync(EngineUnderTest test) =>
        await test.Engine.Health.ProbeLifeAsync(CancellationToken.None);

    private static async Task<EngineHealth> ProbeAsync(EngineUnderTest test) =>
        await test.Engine.Health.ProbeAsync(CancellationToken.None);
}
