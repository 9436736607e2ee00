namespace Switchyard.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers, and so <c>Task.Delay</c>, <c>PeriodicTimer</c> and
/// <c>CancellationTokenSource</c> made with it, fire inside <see cref="Advance"/>, in the order of their due times,
/// each seeing its own due time as now.
/// </summary>
/// <param name="start">What the clock shows at first; by default 2030-01-01 00:00 UTC.</param>
public sealed class ManualTime(DateTimeOffset? start = null) : TimeProvider
{
    private static readonly DateTimeOffset DefaultStart = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly HashSet<ManualTimer> _armed = [];
    private DateTimeOffset _now = start ?? DefaultStart;
    private long _elapsed;

    /// <summary>How many timers wait for the clock: a test waits for its subject to arm one before it advances.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed;
        }
    }

    /// <summary>Moves the clock forward, firing every timer that falls due on the way.</summary>
    /// <param name="by">How far; never negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_gate)
        {
            target = _elapsed + by.Ticks;
        }

        while (TakeNextDue(target) is { } due)
        {
            due.Fire();
        }
    }

    /// <summary>Sets the wall clock forwards or backwards without time passing: what an operator or NTP does.</summary>
    /// <param name="to">What the clock shows from now on.</param>
    public void SetWallClock(DateTimeOffset to)
    {
        lock (_gate)
        {
            _now = to;
        }
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                _armed.Remove(timer);
                return true;
            }

            timer.DueAt = _elapsed + dueTime.Ticks;
            timer.Period = period;
            _armed.Add(timer);
        }

        // As with the system's timer, one that is due at once fires without the clock being moved.
        if (dueTime == TimeSpan.Zero)
        {
            Advance(TimeSpan.Zero);
        }

        return true;
    }

    internal void Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
        }
    }

    private ManualTimer? TakeNextDue(long target)
    {
        lock (_gate)
        {
            var next = _armed.Where(timer => timer.DueAt <= target).MinBy(timer => timer.DueAt);
            MoveTo(next?.DueAt ?? target);
            if (next is null)
            {
                return null;
            }

            if (next.Period > TimeSpan.Zero)
            {
                next.DueAt += next.Period.Ticks;
            }
            else
            {
                _armed.Remove(next);
            }

            return next;
        }
    }

    private void MoveTo(long elapsed)
    {
        if (elapsed > _elapsed)
        {
            _now += TimeSpan.FromTicks(elapsed - _elapsed);
            _elapsed = elapsed;
        }
    }
}
