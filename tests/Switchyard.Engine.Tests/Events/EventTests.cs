using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Events;

public sealed class EventTests
{
    [Fact]
    public async Task Reader_FollowsAJob_SeesEveryChangeInOrder()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var cursor = test.Engine.Events.Now;
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        await worker.SucceedAsync(await worker.NextAsync());

        var events = Read(test.Engine.Events, ref cursor).Where(found => found.Change.JobId == job.Id).ToList();

        events.Select(found => found.Change.To).ShouldBe([JobState.Pending, JobState.Running, JobState.Succeeded]);
        events.Select(found => found.Round).ShouldBeInOrder();
        events[2].Change.WorkerId.ShouldBe("w");
        Read(test.Engine.Events, ref cursor).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reader_Waits_IsWokenByTheNextChange()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var cursor = test.Engine.Events.Now;
        var woken = test.Engine.Events.WaitAsync(cursor, CancellationToken.None).AsTask();
        woken.IsCompleted.ShouldBeFalse();

        await test.SubmitAsync();

        await woken.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        Read(test.Engine.Events, ref cursor).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Reader_GoesAway_StopsWaiting()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var gone = new CancellationTokenSource();
        var woken = test.Engine.Events.WaitAsync(test.Engine.Events.Now, gone.Token).AsTask();

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => woken);
    }

    [Fact]
    public async Task Cursor_FromBeforeARestart_IsTold()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var cursor = test.Engine.Events.Now;
        await test.RestartAsync();
        await test.SubmitAsync();

        test.Engine.Events.TryRead(ref cursor, new JobEvent[9], out _).ShouldBeFalse();

        // From here on it misses nothing.
        await test.SubmitAsync();
        Read(test.Engine.Events, ref cursor).ShouldHaveSingleItem();
    }

    [Fact]
    public void Reader_FallsBehindTheRing_IsToldAndGoesOn()
    {
        using var lanes = new LaneTable(null!);
        var ring = new EventRing(3, lanes);
        var cursor = ring.Now;
        Append(ring, EventRing.Size);
        Read(ring, ref cursor).Count.ShouldBe(EventRing.Size);

        var early = new EventCursor(3, 0);
        Append(ring, 1);

        ring.TryRead(ref early, new JobEvent[1], out _).ShouldBeFalse();
        early.ShouldBe(ring.Now);
        Read(ring, ref cursor).ShouldHaveSingleItem().Change.JobId.ShouldBe(1);
    }

    [Fact]
    public void Cursor_FromTheFuture_IsToldAtOnce()
    {
        using var lanes = new LaneTable(null!);
        var ring = new EventRing(3, lanes);
        var cursor = new EventCursor(3, 17);

        ring.WaitAsync(cursor, CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
        ring.TryRead(ref cursor, new JobEvent[1], out _).ShouldBeFalse();
        cursor.ShouldBe(ring.Now);
    }

    [Theory]
    [InlineData("7-12", true)]
    [InlineData("7-", false)]
    [InlineData("-12", false)]
    [InlineData("7--1", false)]
    [InlineData("7-1x", false)]
    [InlineData("", false)]
    public void Cursor_AsText_ReadsBackOrNotAtAll(string text, bool valid)
    {
        EventCursor.TryParse(text, out var cursor).ShouldBe(valid);
        if (valid)
        {
            cursor.ToString().ShouldBe(text);
        }
    }

    private static void Append(EventRing ring, int count) =>
        ring.Append(
            1,
            default,
            [
                .. Enumerable
                    .Range(1, count)
                    .Select(id => new Transition(id, 1, null, JobState.Pending, FailureReason.None, 0, 0, null, null)),
            ]
        );

    private static List<JobEvent> Read(IEventFeed feed, ref EventCursor cursor)
    {
        var all = new List<JobEvent>();
        var buffer = new JobEvent[1_000];
        int count;
        do
        {
            feed.TryRead(ref cursor, buffer, out count).ShouldBeTrue();
            all.AddRange(buffer.Take(count));
        } while (count > 0);

        return all;
    }
}
