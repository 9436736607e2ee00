using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Callbacks;

public sealed class CallbackLoopTests
{
    private readonly HeldCallbacks _callbacks = new();

    [Fact]
    public async Task Deliveries_OneTargetIsSlow_HoldUpThatOneAlone()
    {
        await using var test = await EngineUnderTest.StartAsync(callbacks: _callbacks);
        _callbacks.Hold("slow.test");
        await EndAsync(test, "slow.test", 40);
        await Eventually.HoldsAsync("the slow target is busy", () => _callbacks.UnderWay("slow.test") == 4);

        await EndAsync(test, "quick.test", 20);

        await Eventually.HoldsAsync("the quick target has all", () => TriedOf("quick.test") == 20);
        _callbacks.UnderWay("slow.test").ShouldBe(4);
        TriedOf("slow.test").ShouldBe(4);
    }

    [Fact]
    public async Task Deliveries_OneEnds_NextBeginsAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync(callbacks: _callbacks);
        _callbacks.Hold("slow.test");
        await EndAsync(test, "slow.test", 7);

        for (var done = 0; done < 7; done++)
        {
            await Eventually.HoldsAsync(
                $"delivery {done} ends",
                () => _callbacks.TryAnswer("slow.test", CallbackAnswer.Delivered)
            );
        }

        await Eventually.HoldsAsync("none is due", async () => (await DueAsync(test)).Count == 0);
        TriedOf("slow.test").ShouldBe(7);
    }

    [Fact]
    public async Task Deliveries_ManyTargetsAreSlow_AreSixteenAtMost()
    {
        await using var test = await EngineUnderTest.StartAsync(callbacks: _callbacks);
        foreach (var target in Enumerable.Range(0, 8))
        {
            _callbacks.Hold($"t{target}.test");
            await EndAsync(test, $"t{target}.test", 4);
        }

        await Eventually.HoldsAsync("all places are taken", () => _callbacks.Tried.Count == CallbackLoop.Parallel);
        await test.TurnAsync();
        _callbacks.Most.ShouldBe(CallbackLoop.Parallel);
    }

    [Fact]
    public async Task Delivery_Failed_ComesAgainByTheStoresClock()
    {
        await using var test = await EngineUnderTest.StartAsync(callbacks: _callbacks);
        _callbacks.Hold("down.test");
        await EndAsync(test, "down.test", 1);
        test.Clock.SetWallClock(test.Clock.GetUtcNow() - TimeSpan.FromDays(1)); // which the store's clock does not follow

        await Eventually.HoldsAsync(
            "the first try fails",
            () => _callbacks.TryAnswer("down.test", CallbackAnswer.TryAgain)
        );
        await Eventually.HoldsAsync("it is put off", async () => (await DueAsync(test)).Count == 0);
        for (var i = 0; i < 3 && TriedOf("down.test") == 1; i++)
        {
            await test.AdvanceAsync(TimeSpan.FromSeconds(5));
        }

        await Eventually.HoldsAsync("it is tried again", () => TriedOf("down.test") == 2);
    }

    [Fact]
    public async Task Delivery_GivenUp_IsNotDueAgain()
    {
        await using var test = await EngineUnderTest.StartAsync(callbacks: _callbacks);
        _callbacks.Hold("down.test");
        await EndAsync(test, "down.test", 1);

        await Eventually.HoldsAsync("it fails", () => _callbacks.TryAnswer("down.test", CallbackAnswer.GiveUp));

        await Eventually.HoldsAsync("it is not due", async () => (await DueAsync(test)).Count == 0);
        await test.AdvanceAsync(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5));
        TriedOf("down.test").ShouldBe(1);
    }

    [Fact]
    public async Task Delivery_JobIsRetriedAndEndsMeanwhile_TheNewEndIsDeliveredToo()
    {
        await using var test = await EngineUnderTest.StartAsync(callbacks: _callbacks);
        _callbacks.Hold("slow.test");
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { CallbackUrl = "https://slow.test/done" });
        await test.OrderAsync(job, OrderKind.Cancel);
        await Eventually.HoldsAsync("it is under way", () => _callbacks.UnderWay("slow.test") == 1);

        test.Clock.Advance(TimeSpan.FromSeconds(1));
        await test.OrderAsync(job, OrderKind.Retry);
        await test.OrderAsync(job, OrderKind.Cancel);
        await Eventually.HoldsAsync(
            "the first is delivered",
            () => _callbacks.TryAnswer("slow.test", CallbackAnswer.Delivered)
        );

        await Eventually.HoldsAsync(
            "the second comes",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromSeconds(5));
                return TriedOf("slow.test") == 2;
            }
        );
    }

    private static async Task EndAsync(EngineUnderTest test, string host, int count)
    {
        var job = EngineUnderTest.Job() with { CallbackUrl = $"https://{host}/done" };
        foreach (var made in await test.SubmitAsync([.. Enumerable.Repeat(job, count)]))
        {
            await test.OrderAsync(made, OrderKind.Cancel);
        }
    }

    private static async Task<IReadOnlyList<Engine.Jobs.PendingCallback>> DueAsync(EngineUnderTest test) =>
        await test.Storage.Jobs.DueCallbacksAsync(100, CancellationToken.None);

    private int TriedOf(string host) => _callbacks.Tried.Count(url => new Uri(url).Host == host);
}
