namespace Switchyard.Engine.Dispatch;

/// <summary>When time next moves a job: a delay over, a lease or a job's time to live at its end. Wakes the loop then.</summary>
internal sealed class SweepSchedule : IDisposable
{
    /// <summary>Sweeps are this far apart at least, so that a steady trickle of due jobs costs no sync each.</summary>
    internal static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Timers take no more than about 49 days: a later sweep is looked for again then.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(40);

    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private long dueAt = long.MaxValue;

    public SweepSchedule(TimeProvider clock)
    {
        this.clock = clock;
        timer = clock.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A sweep became due.</summary>
    public event Action? Due;

    /// <summary>Whether the next round is to sweep.</summary>
    public bool IsDue => clock.GetTimestamp() >= Volatile.Read(ref dueAt);

    /// <summary>Something is due this long from now; the earliest counts.</summary>
    public void NoteIn(TimeSpan wait) => NoteIn(wait, clock.GetTimestamp());

    /// <summary>Something is due this long from a timestamp of the clock; the earliest counts.</summary>
    public void NoteIn(TimeSpan wait, long since)
    {
        var now = clock.GetTimestamp();
        var at = Math.Max(since + Ticks(wait), now + Ticks(MinInterval));
        if (at >= Volatile.Read(ref dueAt))
        {
            return; // the usual case, without the lock; a sweep is put off by the round loop alone, which also calls this
        }

        lock (gate)
        {
            if (at < dueAt)
            {
                Volatile.Write(ref dueAt, at);
                Set(now);
            }
        }
    }

    /// <summary>A sweep was done; the store says when it wants the next one (null: at no known time).</summary>
    /// <param name="next">How long from the timestamp.</param>
    /// <param name="since">A timestamp of the clock.</param>
    public void NoteSwept(TimeSpan? next, long since)
    {
        lock (gate)
        {
            Volatile.Write(ref dueAt, long.MaxValue);
        }

        if (next is { } wait)
        {
            NoteIn(wait, since);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void OnTimer()
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (now < dueAt)
            {
                // Timers count whole milliseconds, timestamps do not: this one came early, or for an older date.
                Set(now);
                return;
            }
        }

        Due?.Invoke();
    }

    private long Ticks(TimeSpan time) =>
        (long)Math.Min(time.TotalSeconds * clock.TimestampFrequency, long.MaxValue / 4);

    private void Set(long now)
    {
        if (dueAt == long.MaxValue)
        {
            return;
        }

        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((dueAt - now) * 1000.0 / clock.TimestampFrequency));
        timer.Change(wait < MaxTimer ? wait : MaxTimer, Timeout.InfiniteTimeSpan);
    }
}
