using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Tests.Leases;

public sealed class PolledLeaseTests
{
    private static readonly TimeSpan Third = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Lease_NotRenewed_LapsesAndItsLateResultIsStale()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var (frozen, other) = (new PollingWorker(test, "frozen"), new PollingWorker(test, "other"));
        frozen.Register();
        other.Register();
        var job = await test.SubmitAsync();
        var lost = await frozen.TakeOneAsync();

        await test.PassAsync(3 * Third);

        var again = await other.TakeOneAsync();
        again.Job.Attempt.ShouldBe(2);
        (await frozen.SucceedAsync(lost, "late")).ShouldBe(SettlementAnswer.Stale);
        (await frozen.LostAsync(lost)).ShouldBe(RevokeReason.Lapsed);
        (await other.SucceedAsync(again, "right")).ShouldBe(SettlementAnswer.Settled);
        Encoding.UTF8.GetString((await test.GetAsync(job)).Result.Inline.Span).ShouldBe("right");
        var attempt = (await test.Storage.Jobs.AttemptsAsync(job.Id, default)).ShouldHaveSingleItem();
        (attempt.WorkerId, attempt.Reason).ShouldBe(("frozen", FailureReason.WorkerLost));
    }

    [Fact]
    public async Task Lease_Renewed_IsHeld()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var job = await test.SubmitAsync();
        var given = await worker.TakeOneAsync();

        for (var i = 0; i < 10; i++)
        {
            await test.PassAsync(2 * Third);
            (await worker.LostAsync(given)).ShouldBeNull();
        }

        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
        (await test.GetAsync(job)).Attempt.ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public async Task LeaseTime_OfTheWorkersOwn_CountsForLeasesAndRenewals(int? renewedSeconds)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register(TimeSpan.FromMinutes(10));
        var job = await test.SubmitAsync();
        var given = await worker.TakeOneAsync();
        var left = TimeSpan.FromMinutes(10);
        if (renewedSeconds is { } seconds)
        {
            left = TimeSpan.FromSeconds(seconds);
            await worker.ReportAsync(given, leaseTime: left);
        }

        await test.PassAsync(left - TimeSpan.FromSeconds(1));
        (await test.StateAsync(job)).ShouldBe(JobState.Running);
        await test.PassAsync(TimeSpan.FromSeconds(1));

        await test.ReachesAsync(job, JobState.Pending);
    }

    [Theory]
    [InlineData(null, JobState.Failed)]
    [InlineData("50", JobState.Pending)]
    public async Task Lease_LapsesTwice_QuarantinesAJobThatNothingIsSaidOf(string? progress, JobState state)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var job = await test.SubmitAsync();

        for (var i = 0; i < 2; i++)
        {
            var given = await worker.TakeOneAsync();
            await worker.ReportAsync(given, progress); // that it lives is no word about the job
            await test.PassAsync(3 * Third);
        }

        (await test.StateAsync(job)).ShouldBe(state);
    }

    [Fact]
    public async Task Node_Dies_ItsWorkersGoOnWithTheirTokens()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var jobs = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        var given = (await worker.TakeAsync(max: 2)).Jobs;

        await test.RestartAsync(dies: true);

        (await worker.LostAsync(given[0])).ShouldBeNull();
        (await worker.ReportAsync(given[0], progress: "50")).Access.ShouldBe(PollingAccess.Unknown);
        (await worker.SucceedAsync(given[0])).ShouldBe(SettlementAnswer.Settled);
        (await worker.TakeAsync()).Access.ShouldBe(PollingAccess.Unknown);
        (await worker.ReportAsync(given[1], log: "lost")).Access.ShouldBe(PollingAccess.Unknown);
        worker.Register().ShouldBe(PollingAccess.Registered);
        (await worker.LostAsync(given[1])).ShouldBeNull();
        test.Engine.Workers.List().ShouldHaveSingleItem().Held.ShouldBe(1);
        (await worker.SucceedAsync(given[1])).ShouldBe(SettlementAnswer.Settled);
        foreach (var job in jobs)
        {
            (await test.GetAsync(job)).Attempt.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Node_DiesAndTheWorkerToo_TheLeaseLapses()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var job = await test.SubmitAsync();
        await worker.TakeOneAsync();
        await test.RestartAsync(dies: true);

        await test.PassAsync(3 * Third);

        await test.ReachesAsync(job, JobState.Pending);
    }

    [Fact]
    public async Task Node_Stops_NeitherWaitsForPolledLeasesNorGivesThemBack()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var job = await test.SubmitAsync();
        var given = await worker.TakeOneAsync();
        var waiting = worker.PollAsync();
        await test.TurnAsync();

        await test.Engine.StopAsync(default).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        (await waiting).Jobs.ShouldBeEmpty();
        await Should.ThrowAsync<StorageUnavailableException>(() => worker.TakeAsync());
        await test.RestartAsync();
        (await test.StateAsync(job)).ShouldBe(JobState.Running);
        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
    }

    [Fact]
    public async Task Job_Cancelled_IsToldWithTheNextRenewal()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var (job, early) = (await test.SubmitAsync(), await worker.TakeOneAsync());
        var (_, late) = (await test.SubmitAsync(), await worker.TakeOneAsync());
        await test.OrderAsync(job, OrderKind.Cancel);

        (await worker.LostAsync(early)).ShouldBe(RevokeReason.Cancelled);
        (await worker.LostAsync(late)).ShouldBeNull();
        await test.OrderAsync(new JobRef(late.Job.Id, late.Job.Salt), OrderKind.Cancel);
        await test.RestartAsync(dies: true);
        (await worker.LostAsync(late)).ShouldBe(RevokeReason.Cancelled);
        (await worker.SucceedAsync(late)).ShouldBe(SettlementAnswer.Stale);
    }

    [Fact]
    public async Task Pause_IsAsked_IsToldWithTheNextRenewal()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register(canPause: true);
        var job = await test.SubmitAsync();
        var given = await worker.TakeOneAsync();
        (await worker.ReportAsync(given)).Leases[0].IsPauseAsked.ShouldBeFalse();

        (await test.OrderAsync(job, OrderKind.Pause)).ShouldBe(OrderAnswer.Asked);

        (await worker.ReportAsync(given)).Leases[0].ShouldBe(new LeaseStanding(null, IsPauseAsked: true));
    }

    [Fact]
    public async Task Log_OverARestart_GoesOnWhereItEnded()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        await test.SubmitAsync();
        var given = await worker.TakeOneAsync();
        await worker.ReportAsync(given, log: "one\ntwo");
        await test.RestartAsync();
        worker.Register();

        await worker.ReportAsync(given, log: "three");
        await worker.ReportAsync(given, log: "four");
        await worker.SucceedAsync(given);

        var chunks = await test.Storage.Logs.ReadAsync(given.Job.Id, 1, 0, 256, default);
        string.Concat(chunks.Select(chunk => Encoding.UTF8.GetString(chunk.Bytes.Span)))
            .ShouldBe("one\ntwo\nthree\nfour\n");
    }
}
