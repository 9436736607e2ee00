using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Schedules;

/// <summary>A schedule as the tables have it.</summary>
internal sealed record ScheduleRow
{
    public long Id { get; init; }

    public long Owner { get; init; }

    public short Status { get; init; }

    public long Version { get; init; }

    public long Created { get; init; }

    public long Changed { get; init; }

    public long? Slot { get; init; }

    public long? Due { get; init; }

    public long Runs { get; init; }

    public string Name { get; init; } = "";

    public byte[] Definition { get; init; } = [];

    public byte[] Metadata { get; init; } = [];

    public long PayloadBlob { get; init; }

    public byte[]? Payload { get; init; }

    /// <summary>The columns but for the payload.</summary>
    public const string Columns = """
        s.id, s.owner, s.status, s.version, s.created, s.changed, s.slot, s.due, s.name, b.definition, b.metadata,
        b.payload_blob AS PayloadBlob, (SELECT coalesce(sum(n), 0) FROM run_count WHERE schedule = s.id)::bigint AS Runs
        """;

    /// <summary>What belongs to <c>s</c>.</summary>
    public const string Body = "CROSS JOIN LATERAL (SELECT * FROM schedule_body WHERE id = s.id LIMIT 1) b";

    public StoredSchedule ToSchedule() =>
        new()
        {
            Id = Id,
            Owner = Owner,
            Status = (ScheduleStatus)Status,
            Version = Version,
            CreatedAt = Micros.ToTime(Created),
            ChangedAt = Micros.ToTime(Changed),
            Slot = Micros.ToTime(Slot),
            DueAt = Micros.ToTime(Due),
            Runs = Runs,
            Name = Name,
            Definition = Definition,
            Metadata = Metadata,
            Payload = new Content(Payload, PayloadBlob),
        };
}
