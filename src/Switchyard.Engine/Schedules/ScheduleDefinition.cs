using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Schedules;

/// <summary>What the store keeps of a schedule in one piece: <c>{"door":1,"type":"shell","calendar":"0 2 * * *",…}</c>.</summary>
internal sealed record ScheduleDefinition
{
    /// <summary>The API that it was made by.</summary>
    public required Dialect Door { get; init; }

    /// <summary>0 (inclusive) to 1 (exclusive), drawn when it was made: the part of its jitter that is its own.</summary>
    public required double Spread { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required int Priority { get; init; }

    public required int MaxAttempts { get; init; }

    public required TimeSpan Backoff { get; init; }

    public required TimeSpan MaxBackoff { get; init; }

    public TimeSpan? RunTimeout { get; init; }

    public string? Calendar { get; init; }

    public required string TimeZone { get; init; }

    public required Overlap Overlap { get; init; }

    public required CatchUp CatchUp { get; init; }

    public string? ConcurrencyKey { get; init; }

    public required TimeSpan Jitter { get; init; }

    /// <summary>When a slot is fired.</summary>
    public DateTimeOffset DueAt(DateTimeOffset slot) => slot + (Jitter * Spread);
}
