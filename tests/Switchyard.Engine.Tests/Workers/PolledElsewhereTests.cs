using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Workers;

public sealed class PolledElsewhereTests
{
    [Fact]
    public async Task Lease_SettledAtAnotherNode_IsNotKeptForEver()
    {
        await using var test = await EngineUnderTest.StartSharedAsync();
        await using var other = await test.JoinAsync();
        var (here, there) = (new PollingWorker(test), new PollingWorker(other));
        here.Register();
        there.Register();
        await test.SubmitAsync();
        var given = await here.TakeOneAsync();

        (await there.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);

        for (var minute = 0; minute < 3; minute++)
        {
            await test.AdvanceAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
            (await here.TakeAsync()).Jobs.ShouldBeEmpty();
        }

        test.Engine.Workers.Find("w").ShouldNotBeNull().Held.ShouldBe(0);
    }

    [Fact]
    public async Task Lease_RenewedHere_IsKept()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        await test.SubmitAsync();
        var given = await worker.TakeOneAsync();

        for (var step = 0; step < 20; step++)
        {
            await test.AdvanceAsync(TimeSpan.FromSeconds(10));
            (await worker.LostAsync(given)).ShouldBeNull();
            test.Engine.Workers.Find("w").ShouldNotBeNull().Held.ShouldBe(1);
        }

        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
    }
}
