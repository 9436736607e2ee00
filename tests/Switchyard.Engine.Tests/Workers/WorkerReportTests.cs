using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Tests.Workers;

public sealed class WorkerReportTests
{
    [Fact]
    public async Task Heartbeat_OfAnUnknownName_RegistersAWorker()
    {
        await using var test = await EngineUnderTest.StartAsync();

        Report(test, Beat() with { CurrentTasks = 3, MaxTasks = 10, Tags = ["gpu"] })
            .ShouldBe(PollingAccess.Registered);
        Report(test, Beat() with { System = new SystemUsage(45.2, 60.8, 35.1) }).ShouldBe(PollingAccess.Granted);

        var status = test.Engine.Workers.List().ShouldHaveSingleItem();
        status.IsReportedOnly.ShouldBeTrue();
        status.IsOnline.ShouldBeTrue();
        (status.Held, status.Hello.Capacity).ShouldBe((3, 10));
        status.Hello.Tags.ShouldBe(["gpu"]);
        status.System.ShouldBe(new SystemUsage(45.2, 60.8, 35.1));
    }

    [Fact]
    public async Task Heartbeat_ThatStaysOut_MakesTheWorkerOfflineAndForgotten()
    {
        await using var test = await EngineUnderTest.StartAsync();
        Report(test, Beat());

        test.Clock.Advance(TimeSpan.FromSeconds(30));
        test.Engine.Workers.Find("w").ShouldNotBeNull().IsOnline.ShouldBeTrue();
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        test.Engine.Workers.Find("w").ShouldNotBeNull().IsOnline.ShouldBeFalse();
        test.Clock.Advance(TimeSpan.FromHours(24));
        test.Engine.Workers.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task Heartbeat_OfAConnectedWorker_CountsItsUsageAlone()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect(capacity: 2);

        Report(test, Beat() with { CurrentTasks = 9, MaxTasks = 99, System = new SystemUsage(Cpu: 50) })
            .ShouldBe(PollingAccess.Granted);

        var status = test.Engine.Workers.List().ShouldHaveSingleItem();
        (status.Held, status.Hello.Capacity, status.IsReportedOnly).ShouldBe((0, 2, false));
        status.System.ShouldBe(new SystemUsage(Cpu: 50));
    }

    [Fact]
    public async Task Heartbeat_OfAnothersWorker_IsDenied()
    {
        await using var test = await EngineUnderTest.StartAsync();
        Report(test, Beat());
        test.Connect("connected");
        var stranger = Caller.Anonymous with { Owner = 7 };

        Report(test, Beat(), "w", stranger).ShouldBe(PollingAccess.Denied);
        Report(test, Beat(), "connected", stranger).ShouldBe(PollingAccess.Denied);
    }

    [Fact]
    public async Task Worker_ThatConnectsAfterHeartbeats_IsListedOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        Report(test, Beat());

        test.Connect(capacity: 2);

        var status = test.Engine.Workers.List().ShouldHaveSingleItem();
        (status.IsReportedOnly, status.Hello.Capacity).ShouldBe((false, 2));
    }

    [Fact]
    public async Task Change_OfAReportedWorker_OutlastsItsHeartbeats()
    {
        await using var test = await EngineUnderTest.StartAsync();
        Report(test, Beat());

        await test.Engine.Workers.ChangeAsync("w", Actor.Node, new WorkerChange(20, ["cpu"], false), default);
        Report(test, Beat() with { MaxTasks = 5 });

        var status = test.Engine.Workers.Find("w").ShouldNotBeNull();
        (status.Hello.Capacity, status.Hello.Tags[0], status.IsEnabled).ShouldBe((20, "cpu", false));
    }

    [Fact]
    public async Task Names_BeyondTheBound_AreRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        for (var n = 0; n < ReportedWorkers.MaxKept; n++)
        {
            Report(test, Beat(), $"w{n}");
        }

        Report(test, Beat(), "more").ShouldBe(PollingAccess.Full);
        Report(test, Beat(), "w0").ShouldBe(PollingAccess.Granted);
    }

    [Fact]
    public async Task SystemUsage_OfASignOfLife_IsShown()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();

        worker.Session!.Seen(new SignOfLife(2, new SystemUsage(1, 2, 3)));
        worker.Session.Seen(default);

        var status = test.Engine.Workers.Find("w").ShouldNotBeNull();
        (status.ReportedPending, status.System).ShouldBe((2, new SystemUsage(1, 2, 3)));
    }

    private static WorkerReport Beat() => new() { Dialect = Dialect.Scheduler, Address = "127.0.0.1" };

    private static PollingAccess Report(
        EngineUnderTest test,
        WorkerReport report,
        string name = "w",
        Caller? caller = null
    ) => test.Engine.Workers.Report(new WorkerName(name, caller ?? Caller.Anonymous), report);
}
