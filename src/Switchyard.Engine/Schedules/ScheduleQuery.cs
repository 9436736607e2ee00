namespace Switchyard.Engine.Schedules;

/// <summary>Which schedules to list, newest first. A null filter accepts all.</summary>
public sealed record ScheduleQuery
{
    /// <summary>Whose schedules the caller sees; null for everybody's.</summary>
    public required long? Sees { get; init; }

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Schedules on a page, 1 to 1,000.</summary>
    public int Size { get; init; } = 20;

    /// <summary>The status.</summary>
    public ScheduleStatus? Status { get; init; }

    /// <summary>A part of the name, small and capital letters alike, at most 255 characters.</summary>
    public string? Search { get; init; }
}
