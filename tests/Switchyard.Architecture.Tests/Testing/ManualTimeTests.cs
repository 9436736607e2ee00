namespace Switchyard.Architecture.Tests.Testing;

public sealed class ManualTimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();

    [Fact]
    public void Advance_TwoTimers_FireInOrderOfDueTimeEachAtItsOwn()
    {
        var begin = _time.GetUtcNow();
        var fired = new List<(string, TimeSpan)>();
        using var late = Timer("late", 3 * Second);
        using var early = Timer("early", Second);

        _time.Advance(5 * Second);

        fired.ShouldBe([("early", Second), ("late", 3 * Second)]);
        (_time.GetUtcNow() - begin).ShouldBe(5 * Second);

        ITimer Timer(string name, TimeSpan due) =>
            _time.CreateTimer(_ => fired.Add((name, _time.GetUtcNow() - begin)), null, due, Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresOncePerPeriodUntilDisposed()
    {
        var count = 0;
        var timer = _time.CreateTimer(_ => count++, null, Second, Second);

        _time.Advance(3.5 * Second);
        timer.Dispose();
        _time.Advance(10 * Second);

        count.ShouldBe(3);
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public void Advance_Delay_CompletesOnlyWhenDue()
    {
        var delay = Task.Delay(Second, _time, CancellationToken.None);

        _time.Advance(0.9 * Second);
        delay.IsCompleted.ShouldBeFalse();
        _time.Advance(0.1 * Second);

        delay.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void SetWallClock_Backwards_LeavesElapsedTimeAlone()
    {
        var begin = _time.GetTimestamp();

        _time.SetWallClock(_time.GetUtcNow() - 60 * Second);
        _time.Advance(Second);

        _time.GetElapsedTime(begin).ShouldBe(Second);
    }
}
