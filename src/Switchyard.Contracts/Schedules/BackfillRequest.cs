namespace Switchyard.Contracts.Schedules;

/// <summary>The body of <c>POST /api/v1/schedules/{id}/backfill</c>.</summary>
public sealed record BackfillRequest
{
    /// <summary>The first moment of the range.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The last moment of the range, not later than now.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Slots at most, 1 to 1,000; default 1,000.</summary>
    public int? Limit { get; init; }
}
