using System.Text.Json;
using System.Text.Unicode;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Schedules;

namespace Switchyard.Gateway.Dialects.Native.Schedules;

/// <summary>Reads schedules: one that is to be made, and what is to change of one.</summary>
internal sealed class ScheduleReader
{
    /// <summary>Times longer than any that the engine takes, which it refuses by name.</summary>
    private const long MostMilliseconds = 400L * 24 * 3_600 * 1_000;

    private static readonly TimeSpan DefaultMaxBackoff = TimeSpan.FromHours(1);
    private static readonly byte[] NoPayload = "null"u8.ToArray();

    private readonly ScheduleSubmission _given;
    private readonly HashSet<string> _taken;

    private ScheduleReader(ScheduleSubmission given, HashSet<string> taken) => (_given, _taken) = (given, taken);

    /// <summary>Reads <c>{"name":"nightly","type":"backup","schedule":"0 2 * * *","payload":{…}}</c>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isNew">Whether a schedule is to be made of it.</param>
    /// <param name="reader">What was read.</param>
    /// <param name="problem">Else, what is wrong.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> body,
        bool isNew,
        out ScheduleReader reader,
        out NativeProblem problem
    )
    {
        reader = new ScheduleReader(new ScheduleSubmission(), []);
        if (!Utf8.IsValid(body.Span))
        {
            problem = NativeErrors.Malformed("The body is not UTF-8.");
            return false;
        }

        if (!NativeBodies.TryRead(body.Span, ContractsJson.Default.ScheduleSubmission, out var given, out problem))
        {
            return false;
        }

        var wrong =
            isNew && given.Name is null ? "name: a string"
            : isNew && given.Type is null ? "type: a string"
            : given.Status is { } status && !ScheduleWords.TryStatus(status, out _)
                ? $"status: {ScheduleWords.Statuses}"
            : given.Overlap is { } overlap && !ScheduleWords.TryOverlap(overlap, out _)
                ? $"overlap: {ScheduleWords.Overlaps}"
            : given.CatchUp is { } catchUp && !ScheduleWords.TryCatchUp(catchUp, out _)
                ? $"catch_up: {ScheduleWords.CatchUps}"
            : given.Tags?.Any(tag => tag is null) == true ? "tags: texts"
            : null;
        if (wrong is not null)
        {
            problem = NativeErrors.Invalid(wrong);
            return false;
        }

        reader = new ScheduleReader(given, Nulls(body));
        return true;
    }

    /// <summary>A new schedule.</summary>
    public ScheduleRequest Create() =>
        Change(
            new ScheduleRequest
            {
                Name = _given.Name!,
                Type = _given.Type!,
                Payload = NoPayload,
                Retry = new RetryPolicy(1, TimeSpan.Zero, DefaultMaxBackoff),
            }
        );

    /// <summary>What becomes of one.</summary>
    public ScheduleRequest Change(ScheduleRequest was) =>
        was with
        {
            Name = _given.Name ?? was.Name,
            Type = _given.Type ?? was.Type,
            Payload = _given.Payload.IsEmpty ? was.Payload : _given.Payload.Bytes,
            Calendar = _taken.Contains("schedule") ? null : _given.Schedule ?? was.Calendar,
            TimeZone = _given.TimeZone ?? was.TimeZone,
            Status = _given.Status is { } status && ScheduleWords.TryStatus(status, out var now) ? now : was.Status,
            Overlap =
                _given.Overlap is { } overlap && ScheduleWords.TryOverlap(overlap, out var overlaps)
                    ? overlaps
                    : was.Overlap,
            CatchUp =
                _given.CatchUp is { } catchUp && ScheduleWords.TryCatchUp(catchUp, out var catches)
                    ? catches
                    : was.CatchUp,
            ConcurrencyKey = _taken.Contains("concurrency_key") ? null : _given.ConcurrencyKey ?? was.ConcurrencyKey,
            Jitter = Span(_given.JitterMs) ?? was.Jitter,
            Tags = _given.Tags ?? was.Tags,
            Priority = _given.Priority ?? was.Priority,
            Retry = new RetryPolicy(
                _given.MaxAttempts ?? was.Retry.MaxAttempts,
                Span(_given.BackoffMs) ?? was.Retry.Backoff,
                Span(_given.MaxBackoffMs) ?? was.Retry.MaxBackoff
            ),
            RunTimeout = _taken.Contains("run_timeout_ms") ? null : Span(_given.RunTimeoutMs) ?? was.RunTimeout,
        };

    private static TimeSpan? Span(long? milliseconds) =>
        milliseconds is { } value
            ? TimeSpan.FromMilliseconds(Math.Clamp(value, -MostMilliseconds, MostMilliseconds))
            : null;

    /// <summary>The members that are null, which a record does not tell from absent ones.</summary>
    private static HashSet<string> Nulls(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = RawJson.MaxDepth });
        return
        [
            .. document
                .RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.Null)
                .Select(member => member.Name),
        ];
    }
}
