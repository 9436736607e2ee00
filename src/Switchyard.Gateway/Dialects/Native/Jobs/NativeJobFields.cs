using System.Text.Json;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>The members of one job as they are read; the last of two with one name counts.</summary>
internal struct NativeJobFields
{
    private static readonly TimeSpan DefaultMaxBackoff = TimeSpan.FromHours(1);

    private IReadOnlyList<string>? _tags;
    private string? _callbackUrl;
    private bool? _draft;
    private long? _priority;
    private long? _delay;
    private DateTimeOffset? _runAt;
    private long? _timeToLive;
    private long? _runTimeout;
    private long? _maxAttempts;
    private long? _backoff;
    private long? _maxBackoff;
    private long? _maxLapses;

    public string? Type { get; set; }

    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>Reads the member that the reader stands on, and leaves the reader on the member's last token.</summary>
    /// <returns>What was expected instead; null when all is well, or the member is none of a job's.</returns>
    public string? Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("priority"u8))
        {
            return Number(ref reader, out _priority, "priority");
        }

        if (reader.ValueTextEquals("tags"u8))
        {
            return Texts(ref reader);
        }

        if (reader.ValueTextEquals("ttl_ms"u8))
        {
            return Number(ref reader, out _timeToLive, "ttl_ms");
        }

        if (reader.ValueTextEquals("delay_ms"u8))
        {
            return Number(ref reader, out _delay, "delay_ms");
        }

        if (reader.ValueTextEquals("run_at"u8))
        {
            return Time(ref reader);
        }

        if (reader.ValueTextEquals("run_timeout_ms"u8))
        {
            return Number(ref reader, out _runTimeout, "run_timeout_ms");
        }

        if (reader.ValueTextEquals("max_attempts"u8))
        {
            return Number(ref reader, out _maxAttempts, "max_attempts");
        }

        if (reader.ValueTextEquals("backoff_ms"u8))
        {
            return Number(ref reader, out _backoff, "backoff_ms");
        }

        if (reader.ValueTextEquals("max_backoff_ms"u8))
        {
            return Number(ref reader, out _maxBackoff, "max_backoff_ms");
        }

        if (reader.ValueTextEquals("max_lapses"u8))
        {
            return Number(ref reader, out _maxLapses, "max_lapses");
        }

        if (reader.ValueTextEquals("draft"u8))
        {
            return Flag(ref reader);
        }

        if (reader.ValueTextEquals("callback_url"u8))
        {
            return Text(ref reader);
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    /// <summary>The job; its ranges are the engine's to check.</summary>
    /// <param name="now">What a time to run at is counted from.</param>
    public readonly JobRequest ToRequest(DateTimeOffset now) =>
        new()
        {
            Type = Type!,
            Payload = Payload,
            Tags = _tags ?? [],
            Priority = Count(_priority, NewJob.DefaultPriority),
            Draft = _draft ?? false,
            Delay = Time(_delay) ?? (_runAt > now ? _runAt.Value - now : TimeSpan.Zero),
            TimeToLive = Time(_timeToLive),
            RunTimeout = Time(_runTimeout),
            Retry = new RetryPolicy(
                Count(_maxAttempts, RetryPolicy.None.MaxAttempts),
                Time(_backoff) ?? TimeSpan.Zero,
                Time(_maxBackoff) ?? DefaultMaxBackoff
            ),
            MaxLapses = Count(_maxLapses, NewJob.DefaultMaxLapses),
            CallbackUrl = _callbackUrl,
        };

    // What is too large for the type is out of every range: the engine refuses it like its neighbours.
    private static int Count(long? value, int fallback) =>
        value is { } given ? (int)Math.Clamp(given, int.MinValue, int.MaxValue) : fallback;

    private static TimeSpan? Time(long? milliseconds) =>
        milliseconds is { } given
            ? TimeSpan.FromTicks(
                Math.Clamp(
                    given,
                    long.MinValue / TimeSpan.TicksPerMillisecond,
                    long.MaxValue / TimeSpan.TicksPerMillisecond
                ) * TimeSpan.TicksPerMillisecond
            )
            : null;

    private static string? Number(ref Utf8JsonReader reader, out long? value, string name)
    {
        reader.Read();
        value = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            value = number;
            return null;
        }

        return $"{name}: a whole number";
    }

    // Past times are at once.
    private string? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        _runAt = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time))
        {
            _runAt = time;
            return null;
        }

        return "run_at: a time as 2030-01-02T12:00:00Z";
    }

    private string? Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            return "draft: true or false";
        }

        _draft = reader.TokenType == JsonTokenType.True;
        return null;
    }

    private string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            return "callback_url: a string";
        }

        _callbackUrl = reader.GetString();
        return null;
    }

    private string? Texts(ref Utf8JsonReader reader)
    {
        const string Expected = "tags: an array of strings";
        reader.Read();
        _tags = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Expected;
        }

        var tags = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return Expected;
            }

            tags.Add(reader.GetString()!);
        }

        _tags = tags;
        return null;
    }
}
