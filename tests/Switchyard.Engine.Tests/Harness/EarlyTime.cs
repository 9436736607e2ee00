namespace Switchyard.Engine.Tests.Harness;

/// <summary>A clock whose timers fire too early by a little, as the system's do.</summary>
internal sealed class EarlyTime(TimeProvider clock, TimeSpan by) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new EarlyTimer(clock.CreateTimer(callback, state, Early(dueTime), period), this);

    private TimeSpan Early(TimeSpan dueTime) => dueTime > by ? dueTime - by : dueTime;

    private sealed class EarlyTimer(ITimer inner, EarlyTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(time.Early(dueTime), period);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
