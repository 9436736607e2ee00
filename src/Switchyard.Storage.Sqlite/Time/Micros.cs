namespace Switchyard.Storage.Sqlite.Time;

/// <summary>Times and spans as the database has them: whole microseconds, times since 1970-01-01 UTC.</summary>
internal static class Micros
{
    private static readonly long Latest = From(DateTimeOffset.MaxValue);

    public static long From(DateTimeOffset time) =>
        (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static long? From(DateTimeOffset? time) => time is { } value ? From(value) : null;

    public static long From(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    public static long? From(TimeSpan? span) => span is { } value ? From(value) : null;

    public static DateTimeOffset ToTime(long micros) =>
        new(DateTime.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static DateTimeOffset? ToTime(long? micros) => micros is { } value ? ToTime(value) : null;

    public static TimeSpan ToSpan(long micros) => new(micros * TimeSpan.TicksPerMicrosecond);

    public static TimeSpan? ToSpan(long? micros) => micros is { } value ? ToSpan(value) : null;

    /// <summary>A time and a span later, but never later than the calendar goes.</summary>
    public static long After(long time, long span) => span >= Latest - time ? Latest : time + span;
}
