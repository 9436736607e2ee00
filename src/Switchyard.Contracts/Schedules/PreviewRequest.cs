namespace Switchyard.Contracts.Schedules;

/// <summary>The body of <c>POST /api/v1/schedules/preview</c>.</summary>
public sealed record PreviewRequest
{
    /// <summary>The cron text.</summary>
    public required string Schedule { get; init; }

    /// <summary>The zone of its times, an IANA name; default UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Slots after this; default now.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>1 to 1,000; default 5.</summary>
    public int? Count { get; init; }
}
