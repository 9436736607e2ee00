using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Tests.Workers;

public sealed class PollingWorkerTests
{
    private static readonly Caller Mine = new(1, ApiScopes.Work, IdFormat.Int, null);
    private static readonly Caller Yours = new(2, ApiScopes.Work, IdFormat.Int, null);
    private static readonly Caller Admin = new(3, ApiScopes.Admin, IdFormat.Int, null);

    [Fact]
    public async Task Name_OfAnotherKey_IsDeniedButToAnAdmin()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var mine = new PollingWorker(test, caller: Mine);
        mine.Register();
        await test.SubmitAsync();
        var given = await mine.TakeOneAsync();
        var yours = new PollingWorker(test, caller: Yours);

        yours.Register().ShouldBe(PollingAccess.Denied);
        (await yours.TakeAsync()).Access.ShouldBe(PollingAccess.Denied);
        (await yours.SettleAsync(given)).Access.ShouldBe(PollingAccess.Denied);
        (await yours.ReportAsync(given)).Access.ShouldBe(PollingAccess.Denied);
        (await yours.DrainAsync()).ShouldBe(PollingAccess.Denied);
        (await yours.DeregisterAsync()).ShouldBe(PollingAccess.Denied);
        (await new PollingWorker(test, caller: Admin).SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
    }

    [Fact]
    public async Task Lease_OfAnotherWorker_IsNeitherRenewedNorSettled()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var (mine, yours) = (new PollingWorker(test, "mine"), new PollingWorker(test, "yours"));
        mine.Register();
        yours.Register();
        await test.SubmitAsync();
        var given = await mine.TakeOneAsync();

        (await yours.LostAsync(given)).ShouldBe(RevokeReason.Lapsed);
        (await yours.SucceedAsync(given)).ShouldBe(SettlementAnswer.Stale);
        (await new PollingWorker(test, "nobody").SucceedAsync(given)).ShouldBe(SettlementAnswer.Stale);
        (await mine.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
    }

    [Fact]
    public async Task Worker_RegistersAgain_ChangesAndKeepsWhatItHolds()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        await test.SubmitAsync();
        var given = await worker.TakeOneAsync();

        worker.Register(type: "other").ShouldBe(PollingAccess.Granted);

        await test.SubmitAsync(EngineUnderTest.Job("work"), EngineUnderTest.Job("other"));
        (await worker.TakeAsync(max: 2)).Jobs.ShouldHaveSingleItem().Lane.Route.Type.ShouldBe("other");
        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
    }

    [Fact]
    public async Task Worker_OfAConnectionsName_ReplacesIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var socket = test.Connect("w");
        await test.SubmitAsync();
        await socket.NextAsync();
        var worker = new PollingWorker(test);
        (await worker.TakeAsync()).Access.ShouldBe(PollingAccess.Unknown);

        worker.Register().ShouldBe(PollingAccess.Registered);

        socket.Closed.ShouldBe(WorkerCloseReason.Replaced);
        (await worker.PollAsync()).Jobs.ShouldHaveSingleItem().Job.Attempt.ShouldBe(2);
        test.Engine.Workers.List().ShouldHaveSingleItem().IsPolling.ShouldBeTrue();
    }

    [Fact]
    public async Task Worker_NotHeardOf_IsForgotten()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var (silent, patient) = (new PollingWorker(test, "silent"), new PollingWorker(test, "patient"));
        silent.Register();
        patient.Register();
        var job = await test.SubmitAsync();
        await silent.TakeOneAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(60));
        var poll = patient.PollAsync();

        await Eventually.HoldsAsync(
            "it is offline",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromSeconds(1));
                return test.Engine.Workers.List().Any(worker => worker is { IsOnline: false, Hello.Id: "silent" });
            }
        );

        (await silent.TakeAsync()).Access.ShouldBe(PollingAccess.Unknown);
        (await poll).Jobs.ShouldHaveSingleItem().Job.Id.ShouldBe(job.Id); // its lease had lapsed
        test.Engine.Workers.List().Single(worker => worker.Hello.Id == "patient").IsOnline.ShouldBeTrue();
    }

    [Fact]
    public async Task Drain_UntilItRegistersAgain_GivesNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var poll = worker.PollAsync();
        await test.TurnAsync();

        (await worker.DrainAsync()).ShouldBe(PollingAccess.Granted);

        (await poll).ShouldSatisfyAllConditions(
            answer => answer.Jobs.ShouldBeEmpty(),
            answer => answer.IsDraining.ShouldBeTrue()
        );
        await test.SubmitAsync();
        (await worker.TakeAsync()).Jobs.ShouldBeEmpty();
        worker.Register();
        (await worker.TakeAsync()).Jobs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Deregister_WithJobsHeld_GivesThemBackUncounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var job = await test.SubmitAsync();
        var given = await worker.TakeOneAsync();

        (await worker.DeregisterAsync()).ShouldBe(PollingAccess.Granted);

        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Stale);
        (await worker.DeregisterAsync()).ShouldBe(PollingAccess.Unknown);
        test.Engine.Workers.List().ShouldHaveSingleItem().IsOnline.ShouldBeFalse();
        worker.Register();
        (await worker.TakeOneAsync()).Job.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Key_Removed_EndsItsWorkers()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var key = await test.Engine.Keys.CreateAsync(new KeyRequest("k", ApiScopes.Work), Actor.Node, default);
        var caller = test.Engine.Keys.Authenticate(key.Secret).ShouldNotBeNull();
        var worker = new PollingWorker(test, caller: caller);
        worker.Register();
        var poll = worker.PollAsync();
        await test.TurnAsync();

        await test.Engine.Keys.DeleteAsync(key.Key.Id, Actor.Node, default);

        (await poll).Access.ShouldBe(PollingAccess.Unknown);
        test.Engine.Workers.List().ShouldHaveSingleItem().IsOnline.ShouldBeFalse();
    }

    [Fact]
    public async Task Register_MoreThanThereMayBe_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        for (var i = 0; i < WorkerRegistry.MaxPolling; i++)
        {
            new PollingWorker(test, $"w{i}").Register().ShouldBe(PollingAccess.Registered);
        }

        new PollingWorker(test, "one more").Register().ShouldBe(PollingAccess.Full);
        await new PollingWorker(test, "w7").DeregisterAsync();
        new PollingWorker(test, "one more").Register().ShouldBe(PollingAccess.Registered);
    }
}
