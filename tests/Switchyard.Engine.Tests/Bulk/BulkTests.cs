using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Bulk;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Bulk;

public sealed class BulkTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Cancel_OfManyJobs_EndsAllThatMatchAndNoOther()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var jobs = await test.SubmitAsync([.. Enumerable.Range(0, 1_050).Select(n => Job(n % 3 == 0 ? "a" : "b"))]);
        var worker = test.Connect(types: ["b"]);
        await worker.NextAsync();

        var bulk = await RunAsync(test, OrderKind.Cancel, new BulkFilter { Type = "b" });

        (bulk.Expected, bulk.Matched, bulk.Done, bulk.Refused).ShouldBe((700, 700, 700, 0));
        bulk.EndedAt.ShouldNotBeNull();
        test.Jobs.Count(null, null)[JobState.Cancelled].ShouldBe(700);
        (await test.StateAsync(jobs[0])).ShouldBe(JobState.Pending);
        await Eventually.HoldsAsync("its worker was told", () => worker.Revoked.Count == 1);
    }

    [Theory]
    [InlineData(OrderKind.Start, JobState.Pending, 1)]
    [InlineData(OrderKind.Pause, JobState.Paused, 2)]
    [InlineData(OrderKind.Resume, JobState.Pending, 1)]
    [InlineData(OrderKind.Cancel, JobState.Cancelled, 4)]
    [InlineData(OrderKind.Retry, JobState.Pending, 1)]
    [InlineData(OrderKind.Delete, null, 5)]
    public async Task Action_WithoutStates_TakesThoseThatItCan(OrderKind order, JobState? to, int count)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var jobs = await test.SubmitAsync(
            Job("a") with
            {
                Draft = true,
            },
            Job("a"),
            Job("a") with
            {
                Delay = Minute,
            },
            Job("a"),
            Job("a")
        );
        await test.OrderAsync(jobs[3], OrderKind.Pause);
        await test.OrderAsync(jobs[4], OrderKind.Cancel);
        var before = await Task.WhenAll(jobs.Select(test.StateAsync));

        var bulk = await RunAsync(test, order, new BulkFilter());

        bulk.Done.ShouldBe(count);
        var now = await Task.WhenAll(
            jobs.Select(async job => (await test.Jobs.GetAsync(job, null, CancellationToken.None))?.State)
        );
        now.Zip(before).Count(pair => pair.First != pair.Second).ShouldBe(count);
        now.Count(state => state == to).ShouldBeGreaterThanOrEqualTo(count);
    }

    [Fact]
    public async Task DryRun_OfAnyFilter_CountsAndChangesNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.SubmitAsync([.. Enumerable.Range(0, 30).Select(_ => Job("a"))]);
        test.Clock.Advance(Minute);
        var since = test.Clock.GetUtcNow();
        await test.SubmitAsync([.. Enumerable.Range(0, 12).Select(_ => Job("a"))]);

        var counted = await RunAsync(test, OrderKind.Cancel, new BulkFilter { Type = "a" }, isDryRun: true);
        var walked = await RunAsync(test, OrderKind.Cancel, new BulkFilter { CreatedFrom = since }, isDryRun: true);

        (counted.Expected, counted.Matched, counted.Done).ShouldBe((42, 42, 0));
        (walked.Expected, walked.Matched, walked.Done).ShouldBe((null, 12, 0));
        test.Jobs.Count(null, null)[JobState.Pending].ShouldBe(42);
        var acts = await test.Engine.Audit.ListAsync(new AuditQuery { Limit = 10 }, CancellationToken.None);
        acts.Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task Action_OfACallerWithoutAdmin_TouchesItsOwnJobsOnly()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var caller = Caller.Anonymous with { Owner = 7 };
        await test.SubmitAsync(Job("a"));
        await test.TrySubmitAsync([Job("a"), Job("a")], caller);
        var filter = new BulkFilter { Owner = 0 };

        var bulk = await RunAsync(test, OrderKind.Cancel, filter, by: new Actor(caller, Dialect.Native, "::1"));

        bulk.Done.ShouldBe(2);
        test.Jobs.Count(null, 0)[JobState.Pending].ShouldBe(1);
        (await test.Engine.Bulk.WaitAsync(bulk.Id, sees: 8, default, CancellationToken.None)).ShouldBeNull();
        (await test.Engine.Bulk.ListAsync(8, null, 10, CancellationToken.None)).Bulk.ShouldBeEmpty();
        (await test.Engine.Bulk.ListAsync(7, null, 10, CancellationToken.None))
            .Bulk.ShouldHaveSingleItem()
            .Id.ShouldBe(bulk.Id);
        var act = (await test.Engine.Audit.ListAsync(new AuditQuery { Limit = 10 }, CancellationToken.None)).Records[0];
        (act.Entry.KeyId, act.Entry.Action, act.Entry.Target).ShouldBe((7, "bulk.start", $"bulk {bulk.Id}"));
    }

    [Fact]
    public async Task States_NoneOfWhichAllowTheAction_AreRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var filter = new BulkFilter { States = [JobState.Succeeded] };

        var answer = await StartAsync(test, OrderKind.Cancel, filter);

        answer.Action.ShouldBeNull();
        answer.Problem.ShouldNotBeNull().ShouldContain("state");
        (await test.Engine.Bulk.ListAsync(null, null, 10, CancellationToken.None)).Bulk.ShouldBeEmpty();
    }

    [Fact]
    public async Task Action_CutOffByACrash_IsGoneOnWith()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.SubmitAsync([.. Enumerable.Range(0, 1_000).Select(_ => Job("a"))]);
        var held = test.Storage.Hold();
        var bulk = (await StartAsync(test, OrderKind.Cancel, new BulkFilter { Type = "a" })).Action.ShouldNotBeNull();
        await Eventually.HoldsAsync("a batch is under way", () => test.Storage.IsHolding);
        test.Storage.IsBroken = true;
        held.Dispose();

        await test.RestartAsync(dies: true);

        var ended = await test.Engine.Bulk.WaitAsync(bulk.Id, null, Minute, CancellationToken.None);
        ended!.Status.ShouldBe(BulkStatus.Done);
        test.Jobs.Count(null, null)[JobState.Cancelled].ShouldBe(1_000);
    }

    [Fact]
    public async Task Action_Stopped_LeavesTheRestAlone()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.SubmitAsync([.. Enumerable.Range(0, 1_000).Select(_ => Job("a"))]);
        var held = test.Storage.Hold();
        var bulk = (await StartAsync(test, OrderKind.Cancel, new BulkFilter())).Action.ShouldNotBeNull();
        await Eventually.HoldsAsync("a batch is under way", () => test.Storage.IsHolding);

        var stopping = test.Engine.Bulk.StopAsync(bulk.Id, Actor.Node, CancellationToken.None).AsTask();
        await Eventually.HoldsAsync(
            "the stop is recorded",
            async () =>
                (await test.Engine.Audit.ListAsync(new AuditQuery { Limit = 1 }, CancellationToken.None)).Records
                    is [{ Entry.Action: "bulk.stop" }]
        );
        held.Dispose();

        var stopped = (await stopping).ShouldNotBeNull();
        stopped.Status.ShouldBe(BulkStatus.Stopped);
        stopped.Done.ShouldBeInRange(1, 900);
        test.Jobs.Count(null, null)[JobState.Cancelled].ShouldBe(stopped.Done);
        (await test.Engine.Bulk.StopAsync(99, Actor.Node, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Action_WhileTheStoreIsOut_WaitsForIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.SubmitAsync([.. Enumerable.Range(0, 50).Select(_ => Job("a"))]);
        var held = test.Storage.Hold();
        var bulk = (await StartAsync(test, OrderKind.Cancel, new BulkFilter())).Action.ShouldNotBeNull();
        await Eventually.HoldsAsync("a batch is under way", () => test.Storage.IsHolding);
        test.Storage.IsOut = true;
        held.Dispose();
        await Eventually.HoldsAsync("the batch failed", () => test.Storage.Refused > 0);
        test.Storage.IsOut = false;

        var waiting = test.Engine.Bulk.WaitAsync(bulk.Id, null, Minute, CancellationToken.None).AsTask();
        await Eventually.HoldsAsync(
            "it has gone on",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(500));
                return waiting.IsCompleted;
            }
        );

        (await waiting)!.Done.ShouldBe(50);
    }

    private static JobRequest Job(string type) => EngineUnderTest.Job(type);

    private static async Task<BulkAnswer> StartAsync(
        EngineUnderTest test,
        OrderKind order,
        BulkFilter filter,
        bool isDryRun = false,
        Actor? by = null
    ) =>
        await test.Engine.Bulk.StartAsync(
            new BulkRequest(order, filter, isDryRun),
            by ?? Actor.Node,
            CancellationToken.None
        );

    private static async Task<BulkAction> RunAsync(
        EngineUnderTest test,
        OrderKind order,
        BulkFilter filter,
        bool isDryRun = false,
        Actor? by = null
    )
    {
        var bulk = (await StartAsync(test, order, filter, isDryRun, by)).Action.ShouldNotBeNull();
        var ended = await test.Engine.Bulk.WaitAsync(bulk.Id, null, Minute, CancellationToken.None);
        ended.ShouldNotBeNull().Status.ShouldBe(BulkStatus.Done);
        return ended;
    }
}
