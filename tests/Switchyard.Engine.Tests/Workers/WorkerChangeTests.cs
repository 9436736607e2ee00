using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Tests.Workers;

public sealed class WorkerChangeTests
{
    [Fact]
    public async Task Worker_Disabled_KeepsItsJobAndGetsNoneUntilEnabled()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2);
        var held = await test.SubmitAsync();
        await test.ReachesAsync(held, JobState.Running);

        await ChangeAsync(test, new WorkerChange(Enabled: false));
        var waiting = await test.SubmitAsync();
        await test.TurnAsync();

        (await test.StateAsync(held)).ShouldBe(JobState.Running);
        (await test.WhyAsync(waiting)).Cause.ShouldBe(WhyCause.Draining);
        test.Engine.Workers.Find("w").ShouldNotBeNull().IsEnabled.ShouldBeFalse();

        await ChangeAsync(test, new WorkerChange(Enabled: true));
        await test.ReachesAsync(waiting, JobState.Running);
        GC.KeepAlive(worker);
    }

    [Fact]
    public async Task MaxTasks_Lowered_LeavesWhatIsHeldAndGivesNoMore()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect(capacity: 3);
        var held = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        await test.ReachesAsync(held[1], JobState.Running);

        await ChangeAsync(test, new WorkerChange(MaxTasks: 1));
        var waiting = await test.SubmitAsync();
        await test.TurnAsync();

        (await test.StateAsync(held[0])).ShouldBe(JobState.Running);
        (await test.WhyAsync(waiting)).Cause.ShouldBe(WhyCause.AtCapacity);

        await ChangeAsync(test, new WorkerChange(MaxTasks: 3));
        await test.ReachesAsync(waiting, JobState.Running);
    }

    [Fact]
    public async Task Tags_Set_RouteJobsAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Tags = ["gpu"] });
        await test.TurnAsync();
        (await test.WhyAsync(job)).Cause.ShouldBe(WhyCause.TagsUnmatched);

        await ChangeAsync(test, new WorkerChange(Tags: ["gpu", "cpu"]));

        await test.ReachesAsync(job, JobState.Running);
    }

    [Fact]
    public async Task Change_AfterAReconnect_StillHolds()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var first = test.Connect(capacity: 2);
        await ChangeAsync(test, new WorkerChange(MaxTasks: 1, Enabled: false));
        await ChangeAsync(test, new WorkerChange(Tags: ["a"]));
        await first.Session!.DisposeAsync();
        Status(test).ShouldBe((1, "a", false, false));

        test.Connect(capacity: 2, tags: ["own"]);

        Status(test).ShouldBe((1, "a", false, true));
    }

    [Fact]
    public async Task Update_OfAChangedWorker_ChangesWhatIsNotSet()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2);
        await ChangeAsync(test, new WorkerChange(MaxTasks: 4));

        worker.Session!.Update(EngineUnderTest.Hello(capacity: 7, tags: ["b"]));

        Status(test).ShouldBe((4, "b", true, true));
    }

    [Fact]
    public async Task PollingWorker_WithFewerTasksSet_GetsNoMoreThanThose()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var name = new WorkerName("w", Caller.Anonymous);
        test.Engine.PollingWorkers.Register(EngineUnderTest.Hello(capacity: 8), null);
        await ChangeAsync(test, new WorkerChange(MaxTasks: 2));
        await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job(), EngineUnderTest.Job());

        var answer = await test.Engine.PollingWorkers.LeaseAsync(name, new PollRequest(8, TimeSpan.Zero), default);

        answer.Jobs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Change_OfAnothersWorker_IsDenied()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect();
        var stranger = new Actor(Caller.Anonymous with { Owner = 7 }, null, null);

        (await test.Engine.Workers.ChangeAsync("w", stranger, new WorkerChange(MaxTasks: 9), default)).ShouldBe(
            PollingAccess.Denied
        );
        (await test.Engine.Workers.ChangeAsync("x", Actor.Node, new WorkerChange(), default)).ShouldBe(
            PollingAccess.Unknown
        );
        Status(test).ShouldBe((1, "", true, true));
    }

    [Fact]
    public async Task Change_OfAWorker_IsAudited()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect();

        await ChangeAsync(test, new WorkerChange(2, ["a", "b"], false));

        var records = await test.Engine.Audit.ListAsync(
            new AuditQuery { Action = AuditActions.WorkerChange, Limit = 9 },
            default
        );
        var entry = records.Records.ShouldHaveSingleItem().Entry;
        entry.Target.ShouldBe("worker w");
        entry.Detail.ShouldBe("max_tasks 2, tags [a b], disabled");
    }

    private static async Task ChangeAsync(EngineUnderTest test, WorkerChange change) =>
        (await test.Engine.Workers.ChangeAsync("w", Actor.Node, change, default)).ShouldBe(PollingAccess.Granted);

    private static (int Capacity, string Tags, bool IsEnabled, bool IsOnline) Status(EngineUnderTest test)
    {
        var status = test.Engine.Workers.List().ShouldHaveSingleItem();
        return (status.Hello.Capacity, string.Join(' ', status.Hello.Tags), status.IsEnabled, status.IsOnline);
    }
}
