using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Outages;

public sealed class OutageTests
{
    [Fact]
    public async Task Client_StoreIsOut_IsToldAndServedAfterwards()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var before = await test.SubmitAsync();
        test.Storage.IsOut = true;

        await Should.ThrowAsync<StorageUnavailableException>(() => test.SubmitAsync());
        await HealsAsync(
            test,
            () => Should.ThrowAsync<StorageUnavailableException>(() => test.OrderAsync(before, OrderKind.Cancel)),
            heal: false
        );
        (await test.StateAsync(before)).ShouldBe(JobState.Pending); // reads go on

        test.Storage.IsOut = false;
        await HealsAsync(test, () => test.SubmitAsync());
        test.Jobs.Count(null, null).Unfinished.ShouldBe(2);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1024 * 1024)]
    public async Task Result_StoreIsOut_LandsAfterwards(int size)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        test.Storage.IsOut = true;
        var settling = worker.SettleAsync([TestWorker.End(given, SettlementKind.Succeeded, new byte[size])]);
        for (var i = 0; i < 100; i++)
        {
            test.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        settling.IsCompleted.ShouldBeFalse();
        await HealsAsync(test, () => settling);

        (await settling)[0].Answer.ShouldBe(SettlementAnswer.Settled);
        (await test.StateAsync(job)).ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Results_MoreThanARoundHolds_KeepNobodyWaitingAndAllLand()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 5_000);
        await test.SubmitAsync([.. Enumerable.Repeat(EngineUnderTest.Job(), 5_000)]);
        var given = await worker.NextAsync(5_000);
        test.Storage.IsOut = true;
        var settling = given.Select(job => worker.SucceedAsync(job)).ToList();

        // More is kept than a round holds: a client behind it is told all the same.
        await HealsAsync(
            test,
            () => Should.ThrowAsync<StorageUnavailableException>(() => test.SubmitAsync()),
            heal: false
        );

        await HealsAsync(test, () => Task.WhenAll(settling));
        (await Task.WhenAll(settling)).ShouldAllBe(answer => answer == SettlementAnswer.Settled);
    }

    [Fact]
    public async Task Worker_ItsConnectionEndsWhileItsResultWaits_TheResultStands()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        test.Storage.IsOut = true;
        worker.Session.Log(job.Id, given.Job.Token, Encoding.UTF8.GetBytes("said"));
        var settling = worker.SettleAsync([TestWorker.End(given, SettlementKind.Succeeded, new byte[1 << 20])]);

        await worker.Session.DisposeAsync();
        await HealsAsync(test, () => settling);

        (await settling)[0].Answer.ShouldBe(SettlementAnswer.Settled);
        (await test.StateAsync(job)).ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Worker_IsLostWhileTheStoreIsOut_ItsJobComesBack()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        await worker.NextAsync();
        test.Storage.IsOut = true;
        await worker.Session.DisposeAsync();
        var other = test.Connect("other");
        for (var i = 0; i < 20; i++)
        {
            test.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        other.Given.ShouldBe(0);
        var next = other.NextAsync();
        await HealsAsync(test, () => next);

        (await next).Job.Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task Outage_OfFreeSlotsAndWaitingJobs_GivesTheSlotsBack()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job(), EngineUnderTest.Job());
        test.Storage.IsOut = true;
        var worker = test.Connect(capacity: 2);
        for (var i = 0; i < 50; i++)
        {
            test.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        var given = worker.NextAsync(2);
        await HealsAsync(test, () => given);
        await test.TurnAsync();
        worker.Given.ShouldBe(2);
    }

    [Fact]
    public async Task Outage_Lasts_IsTriedTenTimesASecondAtMost()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync();
        var given = await worker.NextAsync();
        test.Storage.IsOut = true;
        var settling = worker.SucceedAsync(given);
        await Eventually.HoldsAsync("the first try failed", () => test.Storage.Refused > 0);

        // The clock stands still, so nothing is tried again.
        var refused = test.Storage.Refused;
        for (var i = 0; i < 20; i++)
        {
            test.Engine.Loop.Wake();
            await Task.Yield();
        }

        test.Storage.Refused.ShouldBe(refused);
        await HealsAsync(test, () => settling);
    }

    /// <summary>Heals the store, and moves the clock until something is through.</summary>
    private static async Task HealsAsync(EngineUnderTest test, Func<Task> what, bool heal = true)
    {
        test.Storage.IsOut = !heal;
        var task = what();
        await Eventually.HoldsAsync(
            "the operation is through",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return task.IsCompleted;
            }
        );
        await task;
    }
}
