using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Leases;

public sealed class RenewalTests
{
    private static readonly EngineOptions Options = new() { LeaseTime = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(250)]
    [InlineData(1_000)]
    [InlineData(4_000)] // a round may be held up for almost half the lease time
    public async Task Lease_ItsWorkerIsConnected_NeverLapses(int stepMs)
    {
        await using var test = await EngineUnderTest.StartAsync(Options);
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();

        await test.AdvanceAsync(TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(stepMs));

        worker.Revoked.ShouldBeEmpty();
        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
        (await test.GetAsync(job)).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Lease_HalfItsTimeIsOver_IsRenewedAndNotBefore()
    {
        await using var test = await EngineUnderTest.StartAsync(Options);
        var worker = test.Connect();
        await test.SubmitAsync();
        await worker.NextAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(4.75), TimeSpan.FromMilliseconds(250));
        Renewals(test).ShouldBeEmpty();

        await Eventually.HoldsAsync(
            "the lease is renewed",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(50));
                return Renewals(test).Count > 0;
            }
        );

        Renewals(test)[0].Reported.ShouldBeFalse(); // the engine says so, not the worker
    }

    [Fact]
    public async Task Outage_LongerThanALease_LapsesNothingOfAConnectedWorker()
    {
        await using var test = await EngineUnderTest.StartAsync(Options);
        var worker = test.Connect(capacity: 6_000);
        await test.SubmitAsync([.. Enumerable.Repeat(EngineUnderTest.Job(), 6_000)]);
        await worker.NextAsync(6_000);
        test.Storage.IsOut = true;
        for (var i = 0; i < 100; i++)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        test.Storage.IsOut = false;
        await Eventually.HoldsAsync(
            "all are renewed",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(20));
                return Renewals(test).Count >= 6_000;
            }
        );

        await test.AdvanceAsync(TimeSpan.FromSeconds(1));
        worker.Revoked.ShouldBeEmpty();
        test.Jobs.Count(null, null)[JobState.Running].ShouldBe(6_000);
    }

    [Fact]
    public async Task Progress_ComesOften_IsWrittenOnceASecond()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();

        for (var percent = 1; percent <= 100; percent++)
        {
            Report(worker, given, percent).ShouldBeTrue();
            await test.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        }

        Renewals(test).Count.ShouldBeInRange(5, 11);
        var last = await ProgressAsync(test, job);
        last.ShouldBeInRange(80, 100);
    }

    [Fact]
    public async Task Progress_JustBeforeTheEnd_IsThereWithTheEnd()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        Report(worker, given, 99);

        await worker.SucceedAsync(given);

        (await ProgressAsync(test, job)).ShouldBe(99);
        var stored = await test.Storage.Jobs.GetAsync(job.Id, CancellationToken.None);
        Encoding.UTF8.GetString(stored!.Progress.Span).ShouldBe("99");
    }

    [Fact]
    public async Task Progress_OfALeaseNotHeld_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync();
        var given = await worker.NextAsync();
        await worker.SucceedAsync(given);

        Report(worker, given, 1).ShouldBeFalse();
    }

    [Fact]
    public async Task Progress_FrameIsUsedAgain_KeepsWhatWasSaid()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        var frame = "42"u8.ToArray();
        worker.Session.Progress(given.Job.Id, given.Job.Token, frame);

        frame.AsSpan().Fill((byte)'0');
        await worker.SucceedAsync(given);

        (await ProgressAsync(test, job)).ShouldBe(42);
    }

    private static List<Renewal> Renewals(EngineUnderTest test) =>
        [.. test.Storage.Committed.SelectMany(round => round.Round.Renewals)];

    private static bool Report(TestWorker worker, Engine.Dispatch.Assignment given, int percent) =>
        worker.Session.Progress(given.Job.Id, given.Job.Token, Encoding.UTF8.GetBytes($"{percent}"));

    private static async Task<int> ProgressAsync(EngineUnderTest test, JobRef job) =>
        int.Parse(Encoding.UTF8.GetString((await test.GetAsync(job)).Progress.Span));
}
