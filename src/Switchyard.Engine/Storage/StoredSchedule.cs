using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;

namespace Switchyard.Engine.Storage;

/// <summary>A schedule as it is kept.</summary>
public sealed record StoredSchedule
{
    /// <summary>From 1; 0 for one that is still to be stored.</summary>
    public long Id { get; init; }

    /// <summary>The API key that made it; 0 for anonymous callers.</summary>
    public required long Owner { get; init; }

    /// <summary>Whether it runs of itself.</summary>
    public required ScheduleStatus Status { get; init; }

    /// <summary>For people, 1 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>From 1; the store counts it up with each change but those of slots.</summary>
    public long Version { get; init; }

    /// <summary>When it was stored, by the store's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last, but for its slots, by the store's clock.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The slot that it is at; null for none.</summary>
    public DateTimeOffset? Slot { get; init; }

    /// <summary>When that slot is to be fired; null with no slot.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Its runs that are still stored; counted by the store.</summary>
    public long Runs { get; init; }

    /// <summary>All else of it in the engine's own words, at most 16 KiB.</summary>
    public required ReadOnlyMemory<byte> Definition { get; init; }

    /// <summary>The opaque bytes for workers; not on the pages of lists.</summary>
    public required Content Payload { get; init; }

    /// <summary>Opaque bytes of the dialect, at most 16 KiB.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }
}
