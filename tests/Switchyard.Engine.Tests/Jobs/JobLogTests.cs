using System.Text;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class JobLogTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Log_OfSeveralAttempts_IsReadLineByLine()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Retry = new(2, default, default) });
        var first = await worker.NextAsync();
        Log(worker, first, "one\ntwo");
        await worker.FailAsync(first);
        var second = await worker.NextAsync();
        Log(worker, second, "\nünd drei");
        await worker.SucceedAsync(second);

        var all = await ReadAsync(test, job, LogCursor.Start);
        var page = await ReadAsync(test, job, LogCursor.Start, limit: 3);
        var rest = await ReadAsync(test, job, page.Next);

        all.Lines.ShouldBe([new(1, 0, "one"), new(1, 1, "two"), new(2, 0, ""), new(2, 1, "ünd drei")]);
        all.IsEnd.ShouldBeTrue();
        page.Lines.ShouldBe(all.Lines.Take(3));
        page.IsEnd.ShouldBeFalse();
        rest.Lines.ShouldBe(all.Lines.Skip(3));
        IsEmpty(await ReadAsync(test, job, rest.Next), rest.Next, isEnd: true);
    }

    [Fact]
    public async Task Log_OfAWorkerThatWaitsForRoom_LosesNothing()
    {
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { MaxLogBytes = 128 * 1024 * 1024 });
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        var text = string.Concat(Enumerable.Repeat(new string('x', 1023) + "\n", 1024));

        for (var n = 0; n < 40; n++)
        {
            Log(worker, given, $"{n:00}{text[2..]}");
            await worker.Session!.WhenLogHasRoomAsync(default);
        }

        await worker.SucceedAsync(given);

        var last = await test.Engine.Logs.ReadAsync(job, null, new LogCursor(1, (40 * 1024) - 1), 2, default, default);
        last.ShouldNotBeNull().Lines.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(1_000, "ünd\ndrei\n")]
    [InlineData(10, "ünd\ndrei\n")]
    [InlineData(9, "nd\ndrei\n")] // not half of the first letter
    [InlineData(3, "ei\n")]
    [InlineData(1, "\n")]
    public async Task Tail_OfALog_IsTheEndOfTheLastAttempt(int maxBytes, string expected)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Retry = new(2, default, default) });
        (await test.Engine.Logs.TailAsync(await test.GetAsync(job), maxBytes, default)).ShouldBeEmpty();
        var first = await worker.NextAsync();
        Log(worker, first, "one");
        await worker.FailAsync(first);
        var second = await worker.NextAsync();
        Log(worker, second, "ünd");
        Log(worker, second, "drei");
        await worker.SucceedAsync(second);

        (await test.Engine.Logs.TailAsync(await test.GetAsync(job), maxBytes, default)).ShouldBe(expected);
    }

    [Fact]
    public async Task Log_OfAnAttemptThatWasGivenBack_GoesOnBehindItsLines()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var first = await worker.NextAsync();
        Log(worker, first, "one\ntwo\nthree");
        await test.RestartAsync(); // what workers hold is given back, and counts as no attempt

        var next = test.Connect();
        var second = await next.NextAsync();
        Log(next, second, "four");
        await next.SucceedAsync(second);

        second.Job.Attempt.ShouldBe(first.Job.Attempt);
        (await ReadAsync(test, job, LogCursor.Start))
            .Lines.Select(line => line.Text)
            .ShouldBe(["one", "two", "three", "four"]);
    }

    [Fact]
    public async Task Log_OfTwoLeasesOfOneAttemptAtOnce_HasTheLinesOfBoth()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var leaving = new PollingWorker(test);
        leaving.Register();
        var first = await leaving.TakeOneAsync();
        await leaving.ReportAsync(first, log: "one\ntwo");
        await leaving.DeregisterAsync(); // what it held goes back, and counts as no attempt

        var next = test.Connect();
        var second = await next.NextAsync();
        Log(next, second, "three");
        await next.SucceedAsync(second);

        second.Job.Attempt.ShouldBe(first.Job.Attempt);
        (await ReadAsync(test, job, LogCursor.Start)).Lines.Select(line => line.Text).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task Reader_ThatWaits_GetsLinesAndThenTheEnd()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();

        var waiting = ReadAsync(test, job, LogCursor.Start, wait: Minute);
        waiting.IsCompleted.ShouldBeFalse();
        Log(worker, given, "news");
        await Eventually.HoldsAsync(
            "the line is written",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(50));
                return waiting.IsCompleted;
            }
        );
        var page = await waiting;
        page.Lines.ShouldBe([new(1, 0, "news")]);

        var end = ReadAsync(test, job, page.Next, wait: Minute);
        end.IsCompleted.ShouldBeFalse();
        await worker.SucceedAsync(given);

        IsEmpty(await end, page.Next, isEnd: true);
    }

    [Fact]
    public async Task Reader_OfASilentJob_IsAnsweredWhenTimeIsUp()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();

        var waiting = ReadAsync(test, job, LogCursor.Start, wait: TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(
            "it is answered",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(500));
                return waiting.IsCompleted;
            }
        );

        IsEmpty(await waiting, LogCursor.Start, isEnd: false);
    }

    [Fact]
    public async Task Log_OfAnothersJob_IsNotThere()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();

        var page = await test.Engine.Logs.ReadAsync(job, 77, LogCursor.Start, 10, Minute, CancellationToken.None);

        page.ShouldBeNull();
    }

    [Theory]
    [InlineData("1-0", 1, 0)]
    [InlineData("12-345", 12, 345)]
    public void Cursor_Printed_IsReadBack(string text, int attempt, int line)
    {
        LogCursor.TryParse(text, out var cursor).ShouldBeTrue();
        cursor.ShouldBe(new LogCursor(attempt, line));
        cursor.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0-0")]
    [InlineData("-1")]
    [InlineData("1--1")]
    [InlineData("1-99999999999")]
    [InlineData("a-b")]
    public void Cursor_ThatIsNone_IsRefused(string text) => LogCursor.TryParse(text, out _).ShouldBeFalse();

    private static void IsEmpty(LogPage page, LogCursor next, bool isEnd)
    {
        page.Lines.ShouldBeEmpty();
        page.Next.ShouldBe(next);
        page.IsEnd.ShouldBe(isEnd);
    }

    private static void Log(TestWorker worker, Assignment job, string text) =>
        worker.Session.Log(job.Job.Id, job.Job.Token, Encoding.UTF8.GetBytes(text)).ShouldBeTrue();

    private static async Task<LogPage> ReadAsync(
        EngineUnderTest test,
        JobRef job,
        LogCursor from,
        int limit = 100,
        TimeSpan wait = default
    ) => (await test.Engine.Logs.ReadAsync(job, null, from, limit, wait, CancellationToken.None)).ShouldNotBeNull();
}
