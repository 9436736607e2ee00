using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Maintenance;

public sealed class MaintenanceTests
{
    [Fact]
    public async Task FinishedJobs_KeptLongEnough_GoByTheirOutcome()
    {
        var keep = new Retention(TimeSpan.FromMinutes(1), null, TimeSpan.FromMinutes(3));
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { Retention = keep });
        var worker = test.Connect(capacity: 2);
        var jobs = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job(), EngineUnderTest.Job("other"));
        var given = await worker.NextAsync(2);
        await worker.SucceedAsync(given[0]);
        await worker.FailAsync(given[1]);
        await test.OrderAsync(jobs[2], OrderKind.Cancel);

        await AdvanceUntilAsync(test, "the succeeded one is gone", counts => counts[JobState.Succeeded] == 0);
        test.Jobs.Count(null, null).Finished.ShouldBe(2);
        (await test.Jobs.GetAsync(jobs[0], null, CancellationToken.None)).ShouldBeNull();

        await AdvanceUntilAsync(test, "the cancelled one is gone", counts => counts[JobState.Cancelled] == 0);
        await test.AdvanceAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        await test.TurnAsync();
        (await test.StateAsync(jobs[1])).ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task Retention_OfManyJobs_DeletesThemAll()
    {
        var keep = new Retention(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { Retention = keep });
        var jobs = await test.SubmitAsync([.. Enumerable.Repeat(EngineUnderTest.Job(), 1_300)]);
        await Task.WhenAll(jobs.Select(job => test.OrderAsync(job, OrderKind.Cancel)));

        test.Clock.Advance(TimeSpan.FromMinutes(1));

        await AdvanceUntilAsync(test, "all are gone", counts => counts.Finished == 0);
        var listed = await test.Jobs.ListAsync(new JobQuery { Limit = 10 }, CancellationToken.None);
        listed.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reconciler_PassesOverAGoodStore_ChangesNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var load = new RandomLoad(test, new Random(5));
        for (var step = 0; step < 100; step++)
        {
            await load.StepAsync();
        }

        await test.TurnAsync();
        long? after = 0;
        while (after is { } from)
        {
            var run = await test.Storage.Maintenance.ReconcileAsync(from, 50, CancellationToken.None);
            run.Repairs.ShouldBeEmpty();
            after = run.After;
        }
    }

    [Fact]
    public async Task Reconciler_MendsACount_EngineCountsTheSame()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.SubmitAsync();
        var lane = (await test.Storage.Lanes.ListAsync(CancellationToken.None)).ShouldHaveSingleItem().Id;
        foreach (var (difference, expected) in new[] { (5, 6), (-5, 1) })
        {
            var told = 0;
            test.Storage.Reconciled = result =>
                Interlocked.Increment(ref told) > 1
                    ? result
                    : result with
                    {
                        Counts = [new LaneCount(lane, JobState.Pending, difference)],
                    };

            await Eventually.HoldsAsync(
                $"{expected} jobs are counted",
                () =>
                {
                    test.Clock.Advance(TimeSpan.FromHours(1));
                    return test.Jobs.Count(null, null)[JobState.Pending] == expected;
                }
            );
        }
    }

    [Fact]
    public async Task Reconciler_RepairsAJob_CountsByItsRecountAlone()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var lane = (await test.GetAsync(job)).Lane.Id;
        var repair = new Transition(job.Id, lane, null, JobState.Pending, FailureReason.None, 0, 0, null, null);
        var isTold = false;
        test.Storage.Reconciled = result =>
        {
            isTold = true;
            return result with { Transitions = [repair] };
        };

        await Eventually.HoldsAsync(
            "the store is reconciled",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromHours(1));
                return isTold;
            }
        );
        await test.TurnAsync();

        test.Jobs.Count(null, null)[JobState.Pending].ShouldBe(1);
    }

    [Fact]
    public async Task Maintenance_StoreIsOut_IsPutOffAndGoesOn()
    {
        var keep = new Retention(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { Retention = keep });
        var job = await test.SubmitAsync();
        await test.OrderAsync(job, OrderKind.Cancel);
        test.Storage.IsOut = true;
        for (var i = 0; i < 50; i++)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        test.Storage.IsOut = false;

        await AdvanceUntilAsync(test, "the job is gone", counts => counts.Finished == 0);
    }

    private static Task AdvanceUntilAsync(EngineUnderTest test, string what, Func<JobCounts, bool> condition) =>
        Eventually.HoldsAsync(
            what,
            () =>
            {
                test.Clock.Advance(TimeSpan.FromSeconds(20));
                return condition(test.Jobs.Count(null, null));
            }
        );
}
