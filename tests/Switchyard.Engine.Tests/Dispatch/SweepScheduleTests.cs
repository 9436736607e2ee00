using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Dispatch;

public sealed class SweepScheduleTests
{
    [Fact]
    public void Sweep_TimerFiresEarly_IsStillMade()
    {
        // The system's timers drop what is below a millisecond; the timestamps do not.
        var clock = new ManualTime();
        var early = new EarlyTime(clock, TimeSpan.FromMilliseconds(0.9));
        using var sweeps = new SweepSchedule(early);
        var due = 0;
        sweeps.Due += () => due++;

        sweeps.NoteIn(TimeSpan.FromMilliseconds(1_000.7));
        clock.Advance(TimeSpan.FromMilliseconds(1_000));
        sweeps.IsDue.ShouldBeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(5));

        sweeps.IsDue.ShouldBeTrue();
        due.ShouldBe(1);
    }

    [Fact]
    public void Sweep_FartherThanATimerReaches_IsMadeInTime()
    {
        var clock = new ManualTime();
        using var sweeps = new SweepSchedule(clock);
        var due = 0;
        sweeps.Due += () => due++;
        sweeps.NoteIn(TimeSpan.FromDays(100));

        clock.Advance(TimeSpan.FromDays(99));
        (sweeps.IsDue, due).ShouldBe((false, 0));
        clock.Advance(TimeSpan.FromDays(1));

        (sweeps.IsDue, due).ShouldBe((true, 1));
    }

    [Fact]
    public void Sweep_SoonerOneIsNoted_ComesFirst()
    {
        var clock = new ManualTime();
        using var sweeps = new SweepSchedule(clock);
        sweeps.NoteIn(TimeSpan.FromSeconds(60));
        sweeps.NoteIn(TimeSpan.FromSeconds(5));
        sweeps.NoteIn(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(5));
        sweeps.IsDue.ShouldBeTrue();

        sweeps.NoteSwept(TimeSpan.FromSeconds(25), clock.GetTimestamp());
        sweeps.IsDue.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(25));
        sweeps.IsDue.ShouldBeTrue();
    }

    [Fact]
    public void Sweep_NotedLate_IsDueAsCountedFromItsTime()
    {
        var clock = new ManualTime();
        using var sweeps = new SweepSchedule(clock);
        var told = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(9));

        sweeps.NoteSwept(TimeSpan.FromSeconds(10), told);
        clock.Advance(TimeSpan.FromSeconds(1));

        sweeps.IsDue.ShouldBeTrue();
    }

    [Fact]
    public void Sweep_StoreHasMoreAtOnce_WaitsForTheLeastInterval()
    {
        var clock = new ManualTime();
        using var sweeps = new SweepSchedule(clock);

        sweeps.NoteSwept(TimeSpan.Zero, clock.GetTimestamp());

        sweeps.IsDue.ShouldBeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(20));
        sweeps.IsDue.ShouldBeTrue();
    }

    [Fact]
    public void Sweep_StoreKnowsOfNothing_IsNotMade()
    {
        var clock = new ManualTime();
        using var sweeps = new SweepSchedule(clock);
        var due = 0;
        sweeps.Due += () => due++;
        sweeps.NoteIn(TimeSpan.FromSeconds(5));

        sweeps.NoteSwept(null, clock.GetTimestamp());
        clock.Advance(TimeSpan.FromDays(400));

        sweeps.IsDue.ShouldBeFalse();
        due.ShouldBe(0);
    }
}
