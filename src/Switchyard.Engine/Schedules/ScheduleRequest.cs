using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;

namespace Switchyard.Engine.Schedules;

/// <summary>A schedule as a client asks for it. Ranges are checked by <see cref="ISchedules"/>, in the words of its fields.</summary>
public sealed record ScheduleRequest
{
    /// <summary>For people, 1 to 255 characters, none of them a control character; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>What its runs are to do, 1 to 128 characters: see <see cref="JobRequest.Type"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Tags that a worker must have, at most 16 of 1 to 64 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The opaque bytes for the worker, at most 1 MiB. Empty on the page of a list.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Opaque bytes that the dialect wants back, at most 16 KiB.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>1 (first) to 9 (last); default 5.</summary>
    public int Priority { get; init; } = NewJob.DefaultPriority;

    /// <summary>Attempts within one run, 1 to 1,000, and their backoff.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>The bound of one attempt, 1 ms to 366 days; null for none.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>When it runs, a cron text of at most 255 characters; null for by hand only.</summary>
    public string? Calendar { get; init; }

    /// <summary>The zone of the cron text's times, by its IANA name, of at most 64 characters.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Whether it runs of itself, by hand only, or not at all.</summary>
    public ScheduleStatus Status { get; init; } = ScheduleStatus.Active;

    /// <summary>What becomes of a due slot while another run of its group has not ended.</summary>
    public Overlap Overlap { get; init; } = Overlap.Skip;

    /// <summary>What becomes of slots that fell due while no node was up.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.One;

    /// <summary>
    /// Names the group, across the owner's schedules, in which runs overlap: 1 to 255 characters; null for the
    /// schedule's own.
    /// </summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Slots are fired later by a part of this, always the same for the same schedule; 0 to 1 day.</summary>
    public TimeSpan Jitter { get; init; }
}
