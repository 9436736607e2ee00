using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Diagnostics;

public sealed class MetricTests
{
    [Fact]
    public async Task Jobs_ByWhatBecameOfThem_AreCounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        var worker = test.Connect(capacity: 4);
        var twice = EngineUnderTest.Job() with { Retry = new RetryPolicy(2, TimeSpan.Zero, TimeSpan.Zero) };
        await test.SubmitAsync(EngineUnderTest.Job(), twice);
        var waiting = await test.SubmitAsync(EngineUnderTest.Job("other"));
        var given = await worker.NextAsync(2);
        await worker.SucceedAsync(given[0]);
        await worker.FailAsync(given[1]);
        await worker.SettleAsync(await worker.NextAsync(), SettlementKind.FailedForGood, "", "no");
        await test.OrderAsync(waiting, OrderKind.Cancel);
        await test.TurnAsync();

        metrics["switchyard.tasks.enqueued{dialect=native,type=work}"].ShouldBe(2);
        metrics["switchyard.attempts.started{dialect=native,type=work}"].ShouldBe(3);
        metrics["switchyard.attempts.retried{dialect=native,type=work,reason=error}"].ShouldBe(1);
        Finished("work", "succeeded", "").ShouldBe(1);
        Finished("work", "failed", "non_retryable").ShouldBe(1);
        Finished("other", "cancelled", "").ShouldBe(1);
        metrics["switchyard.tasks{dialect=native,state=succeeded}"].ShouldBe(1);
        metrics["switchyard.tasks{dialect=native,state=pending}"].ShouldBe(0);
        metrics.Recorded("switchyard.tasks.dispatch.latency{dialect=native}").ShouldBe(2);
        metrics.Recorded("switchyard.tasks.run.duration{outcome=succeeded}").ShouldBe(1);
        metrics.Recorded("switchyard.round.duration{}").ShouldBeGreaterThan(0);

        double Finished(string type, string outcome, string reason) =>
            metrics[$"switchyard.tasks.completed{{dialect=native,type={type},outcome={outcome},reason={reason}}}"];
    }

    [Fact]
    public async Task Durations_OfWaitingAndRunning_AreRight()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        await test.SubmitAsync();
        metrics["switchyard.tasks.queue.depth{dialect=native}"].ShouldBe(1);
        await test.AdvanceAsync(TimeSpan.FromSeconds(7));
        var worker = test.Connect();
        var given = await worker.NextAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(3));
        await worker.SucceedAsync(given);
        await test.TurnAsync();

        metrics["switchyard.tasks.dispatch.latency{dialect=native}"].ShouldBe(7);
        metrics["switchyard.tasks.run.duration{outcome=succeeded}"].ShouldBe(3);
    }

    [Fact]
    public async Task Pending_ForLongest_IsSeen()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        metrics["switchyard.tasks.oldest.pending{}"].ShouldBe(0);
        await test.SubmitAsync(EngineUnderTest.Job("first"));
        await test.AdvanceAsync(TimeSpan.FromSeconds(40));
        await test.SubmitAsync(EngineUnderTest.Job("second"));
        await test.AdvanceAsync(TimeSpan.FromSeconds(20));

        await Eventually.HoldsAsync("the first is known", () => metrics["switchyard.tasks.oldest.pending{}"] == 60);
        var worker = test.Connect(types: ["first"]);
        await worker.SucceedAsync(await worker.NextAsync());
        await test.AdvanceAsync(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(
            "the second is the oldest",
            () => metrics["switchyard.tasks.oldest.pending{}"] == 30
        );
    }

    [Fact]
    public async Task Writes_UnderALeaseThatIsOver_AreRefusedAndCounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        await test.OrderAsync(job, OrderKind.Cancel);

        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Stale);
        worker.Session.Progress(given.Job.Id, given.Job.Token, "{}"u8.ToArray()).ShouldBeFalse();
        await test.TurnAsync();

        metrics["switchyard.writes.stale{operation=settle}"].ShouldBe(1);
        metrics["switchyard.writes.stale{operation=report}"].ShouldBe(1);
        metrics["switchyard.settlements{answer=stale}"].ShouldBe(1);
    }

    [Fact]
    public async Task Settlement_OfAnothersLease_IsRefusedAndCounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        var worker = test.Connect();
        var thief = test.Connect("thief", types: ["none"]);
        await test.SubmitAsync();
        var given = await worker.NextAsync();

        (await thief.SucceedAsync(given)).ShouldBe(SettlementAnswer.Stale);

        metrics["switchyard.writes.stale{operation=settle}"].ShouldBe(1);
        metrics["switchyard.settlements{answer=stale}"].ShouldBe(1);
    }

    [Fact]
    public async Task Types_MoreThanMayBeToldApart_AreOther()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        var jobs = Enumerable.Range(0, JobTallies.MaxTypes + 20).Select(i => EngineUnderTest.Job($"type-{i}"));
        await test.SubmitAsync([.. jobs]);
        await test.TurnAsync();

        metrics["switchyard.tasks.enqueued{dialect=native,type=type-0}"].ShouldBe(1);
        metrics[$"switchyard.tasks.enqueued{{dialect=native,type={JobTallies.OtherTypes}}}"].ShouldBe(20);
        metrics
            .Series.Count(series => series.StartsWith("switchyard.tasks.enqueued{"))
            .ShouldBe(JobTallies.MaxTypes + 1);
    }

    [Fact]
    public async Task Store_IsOutAndServesAgain_IsSeen()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        metrics["switchyard.store.up{}"].ShouldBe(1);
        test.Storage.IsOut = true;
        await Should.ThrowAsync<StorageUnavailableException>(() => test.SubmitAsync());

        metrics["switchyard.store.up{}"].ShouldBe(0);
        metrics["switchyard.store.refusals{}"].ShouldBeGreaterThanOrEqualTo(1);

        test.Storage.IsOut = false;
        var served = test.SubmitAsync();
        await Eventually.HoldsAsync(
            "it serves again",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromSeconds(1));
                return served.IsCompleted;
            }
        );
        await served;
        metrics["switchyard.store.up{}"].ShouldBe(1);
    }

    [Fact]
    public async Task Workers_AndWhatTheyHold_AreSeen()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var metrics = new MetricReader(test.Engine);
        var worker = test.Connect(capacity: 3);
        await test.SubmitAsync();
        await Eventually.HoldsAsync("the job is leased", () => metrics["switchyard.leases{}"] == 1);
        test.Connect("second", capacity: 2);

        metrics["switchyard.workers{}"].ShouldBe(2);
        metrics["switchyard.worker.slots{}"].ShouldBe(5);
        metrics["switchyard.tasks.queue.depth{dialect=native}"].ShouldBe(0);
        await worker.Session.DisposeAsync();
        await Eventually.HoldsAsync("the loss is counted", () => metrics["switchyard.leases.expired{}"] == 1);
        metrics["switchyard.workers{}"].ShouldBe(1);
    }
}
