using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Reading;

/// <summary>What the tables say of one job, joined.</summary>
internal sealed record JobReadRow
{
    public long Id { get; init; }

    public long Salt { get; init; }

    public int Lane { get; init; }

    public short Prio { get; init; }

    public long Created { get; init; }

    public long? Expires { get; init; }

    public int MaxAttempts { get; init; }

    public long Backoff { get; init; }

    public long MaxBackoff { get; init; }

    public long? RunTimeout { get; init; }

    public string? Callback { get; init; }

    public short State { get; init; }

    public int Attempt { get; init; }

    public long? Due { get; init; }

    public long? Started { get; init; }

    public long? Finished { get; init; }

    public string? Worker { get; init; }

    public short Reason { get; init; }

    public byte[]? Error { get; init; }

    public long ResultBlob { get; init; }

    public byte[]? Result { get; init; }

    public byte[]? Progress { get; init; }

    /// <summary>Of a list: the first row that its bounded scan did not look at; null when it looked at all.</summary>
    public long? Stop { get; init; }

    /// <summary>
    /// The columns but for result and progress. A job that is in two states, which no transition leaves, is in the later
    /// one; one that is in none counts as pending, as which it will be repaired.
    /// </summary>
    public const string Columns = """
        j.id, j.salt, j.lane, j.prio, j.created, expires(j.created, j.renewed, j.ttl) AS Expires,
        j.max_attempts AS MaxAttempts, j.backoff, j.max_backoff AS MaxBackoff, j.run_timeout AS RunTimeout, j.callback,
        CASE WHEN o.id IS NOT NULL THEN o.state WHEN l.id IS NOT NULL THEN 4 WHEN h.id IS NOT NULL THEN h.state
          WHEN t.id IS NOT NULL THEN 2 ELSE 3 END::smallint AS State,
        coalesce(o.attempt, l.attempt, h.attempt, t.attempt, r.attempt, 0) AS Attempt,
        CASE WHEN coalesce(o.id, l.id, h.id) IS NULL THEN t.due END AS Due,
        CASE WHEN o.id IS NOT NULL THEN o.started ELSE l.started END AS Started, o.finished,
        CASE WHEN o.id IS NOT NULL THEN o.worker ELSE l.worker END AS Worker,
        coalesce(o.reason, 0)::smallint AS Reason, o.error
        """;

    /// <summary>
    /// The tables that belong to <c>job j</c>: a seek each, whatever the planner knows of them (see 0002_moves.sql).
    /// </summary>
    public const string Joins = """
        CROSS JOIN LATERAL (SELECT * FROM lane WHERE id = j.lane LIMIT 1) n
        LEFT JOIN LATERAL (SELECT * FROM outcome WHERE id = j.id LIMIT 1) o ON true
        LEFT JOIN LATERAL (SELECT * FROM lease WHERE id = j.id LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT * FROM held WHERE id = j.id LIMIT 1) h ON true
        LEFT JOIN LATERAL (SELECT * FROM later WHERE id = j.id LIMIT 1) t ON true
        LEFT JOIN LATERAL (
          SELECT * FROM ready WHERE route = n.route AND prio = j.prio AND id = j.id LIMIT 1
        ) r ON true
        """;

    /// <summary>What a worker said, as it was stored.</summary>
    public static string? ErrorOf(byte[]? error) => error is null ? null : Encoding.UTF8.GetString(error);

    public JobSnapshot ToSnapshot(Lane lane) =>
        new()
        {
            Id = Id,
            Salt = Salt,
            Lane = lane,
            State = (JobState)State,
            Priority = Prio,
            CreatedAt = Micros.ToTime(Created),
            Attempt = Attempt,
            DueAt = Micros.ToTime(Due),
            ExpiresAt = Micros.ToTime(Expires),
            StartedAt = Micros.ToTime(Started),
            FinishedAt = Micros.ToTime(Finished),
            WorkerId = Worker,
            Reason = (FailureReason)Reason,
            Error = ErrorOf(Error),
            Result = new Content(Result, ResultBlob),
            Retry = new RetryPolicy(MaxAttempts, Micros.ToSpan(Backoff), Micros.ToSpan(MaxBackoff)),
            RunTimeout = Micros.ToSpan(RunTimeout),
            CallbackUrl = Callback,
            Progress = Progress,
        };
}
