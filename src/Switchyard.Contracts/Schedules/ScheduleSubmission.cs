using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Schedules;

/// <summary>
/// A schedule to be made, which needs a name and a type, or what is to change of one: what is absent then stays, and
/// null takes away a cron text, a run timeout or a concurrency key.
/// </summary>
public sealed record ScheduleSubmission
{
    /// <summary>For people, 1 to 255 characters; need not be unique.</summary>
    public string? Name { get; init; }

    /// <summary>What its runs are to do, 1 to 128 characters.</summary>
    public string? Type { get; init; }

    /// <summary>Any JSON value, at most 1 MiB, which workers get byte for byte; default <c>null</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Payload { get; init; }

    /// <summary>
    /// When it runs, a cron text of 5 fields, of 6 with the seconds first, or a name such as <c>@hourly</c>; default by
    /// hand only.
    /// </summary>
    public string? Schedule { get; init; }

    /// <summary>The zone of its times, an IANA name; default UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>active (default), paused (runs by hand only) or disabled.</summary>
    public string? Status { get; init; }

    /// <summary>What becomes of a slot while another run has not ended: skip (default), queue, allow or cancel_previous.</summary>
    public string? Overlap { get; init; }

    /// <summary>What becomes of slots missed while no server was up: one (default, the last one within an hour), none or all (at most 1,000).</summary>
    public string? CatchUp { get; init; }

    /// <summary>Names the group of schedules whose runs overlap, 1 to 255 characters; default the schedule alone.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Slots run later by a part of this, always the same for a schedule; 0 (default) to one day.</summary>
    public long? JitterMs { get; init; }

    /// <summary>Tags that a worker must have, at most 16 of 1 to 64 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>1 (first) to 9 (last); default 5.</summary>
    public int? Priority { get; init; }

    /// <summary>Attempts within one run, 1 to 1,000; default 1.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Upper bound of the random wait before the second attempt, doubled for each further one; default 0.</summary>
    public long? BackoffMs { get; init; }

    /// <summary>Cap of that bound; default 3,600,000 (one hour).</summary>
    public long? MaxBackoffMs { get; init; }

    /// <summary>Fails an attempt that runs longer; default no bound.</summary>
    public long? RunTimeoutMs { get; init; }
}
