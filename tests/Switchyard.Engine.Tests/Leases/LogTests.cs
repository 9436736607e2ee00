using System.Text;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Leases;

public sealed class LogTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task Lines_JustBeforeTheEnd_AreThereWithTheEnd()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 20);
        var jobs = await test.SubmitAsync([.. Enumerable.Repeat(EngineUnderTest.Job(), 20)]);
        var given = await worker.NextAsync(20);

        await Task.WhenAll(
            given.Select(async job =>
            {
                Log(worker, job, $"working on {job.Job.Id}").ShouldBeTrue();
                await worker.SucceedAsync(job);
                (await ReadAsync(test, job.Job.Id)).ShouldBe($"working on {job.Job.Id}\n");
            })
        );

        jobs.Length.ShouldBe(20);
    }

    [Fact]
    public async Task Lines_OfARunningJob_AreWrittenWithinAQuarterOfASecond()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync();
        var given = await worker.NextAsync();
        Log(worker, given, "one\ntwo");
        Log(worker, given, "three");

        await Eventually.HoldsAsync(
            "the lines are written",
            async () =>
            {
                test.Clock.Advance(Interval);
                return await ReadAsync(test, given.Job.Id) == "one\ntwo\nthree\n";
            }
        );
    }

    [Fact]
    public async Task Chunk_IsFull_IsWrittenWithoutWaiting()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync();
        var given = await worker.NextAsync();

        Log(worker, given, new string('x', LogBuffer.ChunkBytes));

        // The clock stands still.
        await Eventually.HoldsAsync("the chunk is written", async () => await ReadAsync(test, given.Job.Id) != "");
    }

    [Fact]
    public async Task Lines_ComeFasterThanTheyCanBeStored_AreDroppedInTheEnd()
    {
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { MaxLogBytes = int.MaxValue });
        var worker = test.Connect(capacity: 2);
        await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        var given = await worker.NextAsync(2);
        var text = new string('x', 1024 * 1024);
        test.Storage.IsOut = true;

        for (var i = 0; i < 100; i++)
        {
            Log(worker, given[i % 2], text).ShouldBeTrue();
        }

        test.Storage.IsOut = false;
        Log(worker, given[0], "still there");
        (await worker.SucceedAsync(given[0])).ShouldBe(Engine.Storage.SettlementAnswer.Settled);
    }

    [Fact]
    public async Task Log_OfManyAttempts_StaysWithinTheJobsBound()
    {
        const int Bound = 64 * 1024;
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { MaxLogBytes = Bound });
        var worker = test.Connect();
        await test.SubmitAsync(EngineUnderTest.Job() with { Retry = new(6, TimeSpan.Zero, TimeSpan.Zero) });
        Assignment given;
        do
        {
            given = await worker.NextAsync();
            Log(worker, given, new string('x', Bound));
            await worker.FailAsync(given);
        } while (given.Job.Attempt < 6);

        var log = await ReadAsync(test, given.Job.Id);

        log.Count(letter => letter == 'x').ShouldBeInRange(Bound / 2, Bound);
        log.Split("[log cut").Length.ShouldBe(7);
    }

    [Fact]
    public async Task Log_OfALeaseNotHeld_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync();
        var given = await worker.NextAsync();
        await worker.SucceedAsync(given);

        Log(worker, given, "too late").ShouldBeFalse();
    }

    [Fact]
    public async Task Lines_EngineStops_AreWrittenStill()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync();
        var given = await worker.NextAsync();
        Log(worker, given, "last words");

        await test.RestartAsync();

        (await ReadAsync(test, given.Job.Id)).ShouldBe("last words\n");
    }

    private static bool Log(TestWorker worker, Assignment job, string text) =>
        worker.Session.Log(job.Job.Id, job.Job.Token, Encoding.UTF8.GetBytes(text));

    private static async Task<string> ReadAsync(EngineUnderTest test, long job)
    {
        IReadOnlyList<LogChunk> chunks = await test.Storage.Logs.ReadAsync(job, 1, 0, 256, CancellationToken.None);
        return string.Concat(chunks.Select(chunk => Encoding.UTF8.GetString(chunk.Bytes.Span)));
    }
}
