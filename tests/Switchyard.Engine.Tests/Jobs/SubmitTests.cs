using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class SubmitTests
{
    private static readonly byte[] Print = [.. Enumerable.Repeat((byte)7, 32)];

    [Fact]
    public async Task Call_RepeatedUnderItsKey_AnswersWithTheSameJobs()
    {
        await using var test = await EngineUnderTest.StartAsync();
        JobRequest[] jobs = [EngineUnderTest.Job(), EngineUnderTest.Job()];
        var first = await test.TrySubmitAsync(jobs, key: "k", fingerprint: Print);

        var again = await test.TrySubmitAsync(jobs, key: "k", fingerprint: Print);

        again.Answer.ShouldBe(SubmitAnswer.Repeated);
        again.FirstId.ShouldBe(first.FirstId);
        again.Salts.ShouldBe(first.Salts);
        test.Jobs.Count(null, null)[JobState.Pending].ShouldBe(2);
    }

    [Fact]
    public async Task Call_AtTheSameMomentUnderOneKey_IsStoredOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();

        var all = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => test.TrySubmitAsync([EngineUnderTest.Job()], key: "k", fingerprint: Print))
        );

        all.Count(result => result.Answer == SubmitAnswer.Accepted).ShouldBe(1);
        all.Select(result => result.Uuid(0)).Distinct().ShouldHaveSingleItem();
        test.Jobs.Count(null, null).Unfinished.ShouldBe(1);
    }

    [Fact]
    public async Task Key_UsedForAnotherContent_IsAConflict()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.TrySubmitAsync([EngineUnderTest.Job()], key: "k", fingerprint: Print);

        var other = await test.TrySubmitAsync([EngineUnderTest.Job()], key: "k", fingerprint: new byte[32]);

        other.Answer.ShouldBe(SubmitAnswer.Conflict);
        other.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task Key_OfAnotherOwner_IsAnotherKey()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var someone = Owner(5);
        await test.TrySubmitAsync([EngineUnderTest.Job()], key: "k", fingerprint: Print);

        var other = await test.TrySubmitAsync([EngineUnderTest.Job()], someone, "k", Print);

        other.Answer.ShouldBe(SubmitAnswer.Accepted);
    }

    [Fact]
    public async Task Queue_IsAtItsLimit_RefusesUntilAJobEnds()
    {
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { MaxUnfinished = 3 });
        var jobs = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        (await test.TrySubmitAsync([EngineUnderTest.Job(), EngineUnderTest.Job()])).Answer.ShouldBe(
            SubmitAnswer.QueueFull
        );
        await test.SubmitAsync();
        (await test.TrySubmitAsync([EngineUnderTest.Job()])).Answer.ShouldBe(SubmitAnswer.QueueFull);

        await test.OrderAsync(jobs[0], Engine.Storage.OrderKind.Cancel);

        (await test.TrySubmitAsync([EngineUnderTest.Job()])).Answer.ShouldBe(SubmitAnswer.Accepted);
    }

    [Fact]
    public async Task Key_WithALimit_HoldsItAgainstCallsAtTheSameMoment()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var limited = Owner(5) with { MaxQueued = 10 };

        var all = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => test.TrySubmitAsync([EngineUnderTest.Job()], limited))
        );

        // What is under way counts as well as what is stored, so a call may be refused early, none let in late.
        all.Count(result => result.Answer == SubmitAnswer.Accepted).ShouldBeInRange(1, 10);
        await test.TrySubmitAsync(
            [.. Enumerable.Range(0, 10 - (int)test.Jobs.Count(null, 5).Unfinished).Select(_ => EngineUnderTest.Job())],
            limited
        );
        test.Jobs.Count(null, 5).Unfinished.ShouldBe(10);
        (await test.TrySubmitAsync([EngineUnderTest.Job()], limited)).Answer.ShouldBe(SubmitAnswer.QueueFull);
        (await test.TrySubmitAsync([EngineUnderTest.Job()])).Answer.ShouldBe(SubmitAnswer.Accepted);
    }

    [Fact]
    public async Task Store_TakesNothingForLong_RefusesAsOverloaded()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.SubmitAsync(); // from now on the type is known
        JobRequest[] many = [.. Enumerable.Repeat(EngineUnderTest.Job(), 10_000)];
        var waiting = new List<Task<SubmitResult>>();
        SubmitResult? refused = null;
        using (test.Storage.Hold())
        {
            while (refused is null && waiting.Count < 20)
            {
                var call = test.TrySubmitAsync(many);
                waiting.Add(call);
                refused = call.IsCompleted ? await call : null;
            }
        }

        refused?.Answer.ShouldBe(SubmitAnswer.Overloaded);
        waiting.Count.ShouldBeInRange(11, 14);
        (await Task.WhenAll(waiting))
            .Count(result => result.Answer == SubmitAnswer.Accepted)
            .ShouldBe(waiting.Count - 1);
    }

    [Fact]
    public async Task Payload_LongerThanInline_ComesToTheWorkerByteForByte()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var payload = new byte[Content.InlineLimit + 1];
        new Random(1).NextBytes(payload);

        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Payload = payload });

        var given = await worker.NextAsync();
        given.Payload.ToArray().ShouldBe(payload);
        var content = await test.Jobs.GetContentAsync(job, null, CancellationToken.None);
        content!.Payload.BlobId.ShouldNotBe(0);
        (await test.Jobs.ReadAsync(content.Payload, CancellationToken.None)).ToArray().ShouldBe(payload);
    }

    [Fact]
    public async Task Result_LongerThanInline_ComesBackByteForByte()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var result = new byte[3 * 1024 * 1024];
        new Random(2).NextBytes(result);
        var given = await worker.NextAsync();

        await worker.SettleAsync([TestWorker.End(given, Engine.Storage.SettlementKind.Succeeded, result)]);

        var found = await test.GetAsync(job);
        (await test.Jobs.ReadAsync(found.Result, CancellationToken.None)).ToArray().ShouldBe(result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_000)]
    public async Task Contents_OfAnySize_AreKeptByteForByte(int size)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Payload = bytes, Metadata = bytes });
        var given = await worker.NextAsync();
        var frame = bytes.ToArray();

        await worker.SettleAsync([TestWorker.End(given, Engine.Storage.SettlementKind.Succeeded, frame)]);
        Array.Fill(frame, (byte)'x'); // whoever owns the frame uses it for the next one

        given.Payload.ToArray().ShouldBe(bytes);
        given.Job.Metadata.ToArray().ShouldBe(bytes);
        (await test.GetAsync(job)).Result.Inline.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task Uuid_OfAnotherSalt_FindsNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var forged = job with { Salt = job.Salt ^ 1 };

        JobRef.TryFromGuid((await test.GetAsync(job)).Uuid, out var named).ShouldBeTrue();
        named.ShouldBe(job);
        (await test.Jobs.GetAsync(forged, null, CancellationToken.None)).ShouldBeNull();
        (await test.GetAsync(job with { Salt = null })).Id.ShouldBe(job.Id);
    }

    [Theory]
    [MemberData(nameof(InvalidJobs))]
    public async Task Job_OutOfRange_IsRefusedByName(string problem, JobRequest job)
    {
        await using var test = await EngineUnderTest.StartAsync();

        var result = await test.TrySubmitAsync([EngineUnderTest.Job(), job]);

        result.Answer.ShouldBe(
            problem is "payload" or "metadata" ? SubmitAnswer.TooLarge : SubmitAnswer.Invalid,
            result.Problem
        );
        result.Problem.ShouldNotBeNull().ShouldStartWith($"jobs[1].{problem}");
        test.Jobs.Count(null, null).Unfinished.ShouldBe(0);
    }

    public static TheoryData<string, JobRequest> InvalidJobs() =>
        new()
        {
            { "type", EngineUnderTest.Job("") },
            { "type", EngineUnderTest.Job(new string('x', 129)) },
            { "type", EngineUnderTest.Job("a\nb") },
            { "tags", EngineUnderTest.Job() with { Tags = [""] } },
            { "tags", EngineUnderTest.Job() with { Tags = [.. Enumerable.Range(0, 17).Select(i => $"t{i}")] } },
            { "priority", EngineUnderTest.Job() with { Priority = 0 } },
            { "priority", EngineUnderTest.Job() with { Priority = 10 } },
            { "delay", EngineUnderTest.Job() with { Delay = TimeSpan.FromDays(367) } },
            { "time to live", EngineUnderTest.Job() with { TimeToLive = TimeSpan.Zero } },
            { "run timeout", EngineUnderTest.Job() with { RunTimeout = TimeSpan.FromDays(400) } },
            { "max_attempts", EngineUnderTest.Job() with { Retry = new(0, TimeSpan.Zero, TimeSpan.Zero) } },
            { "backoff", EngineUnderTest.Job() with { Retry = new(1, TimeSpan.FromDays(-1), TimeSpan.Zero) } },
            { "max_lapses", EngineUnderTest.Job() with { MaxLapses = 0 } },
            { "callback", EngineUnderTest.Job() with { CallbackUrl = "ftp://x" } },
            { "payload", EngineUnderTest.Job() with { Payload = new byte[(1024 * 1024) + 1] } },
            { "metadata", EngineUnderTest.Job() with { Metadata = new byte[(16 * 1024) + 1] } },
        };

    private static Caller Owner(long id) => Caller.Anonymous with { Owner = id };
}
