using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>One claim: the best jobs of some routes, leased to some slots.</summary>
internal sealed class ClaimPart(Claim claim, int number, LowWater lows, List<Transition> transitions) : IRoundPart
{
    private const string Columns =
        "ord, id, salt, lane, token, attempt, prio, created, expires, run_timeout, payload_blob, metadata, payload, "
        + "checkpoint_blob, checkpoint, route, trace";

    private readonly int _part = RoundParts.FirstClaim + number;

    public List<LeasedJob> Results { get; } = [];

    public NpgsqlBatchCommand Ask(in RoundKey round)
    {
        var (priorities, ids) = (new short[claim.Routes.Count], new long[claim.Routes.Count]);
        for (var i = 0; i < ids.Length; i++)
        {
            (priorities[i], ids[i]) = lows.Of(claim.Routes[i]);
        }

        return SqlCall
            .Of($"SELECT {Columns} FROM claim($1, $2, $3, $4, $5, $6, $7, $8, $9)", round)
            .With(_part)
            .With(claim.Routes.ToArray())
            .With(priorities)
            .With(ids)
            .With(claim.Slots.Select(slot => StoredText.Of(slot.WorkerId)).ToArray())
            .With(claim.Slots.Select(slot => slot.Node).ToArray())
            .With(Micros.From(claim.LeaseTime));
    }

    public NpgsqlBatchCommand AskAgain(in RoundKey round) =>
        SqlCall.Of($"SELECT {Columns} FROM claimed($1, $2, $3)", round).With(_part);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        while (await rows.ReadAsync())
        {
            var slot = claim.Slots[rows.GetInt32(0) - 1];
            var job = Read(rows, slot);
            Results.Add(job);
            lows.NoteTaken(rows.GetInt32(15), (short)job.Priority, job.Id);
            transitions.Add(
                new Transition(
                    job.Id,
                    job.LaneId,
                    JobState.Pending,
                    JobState.Running,
                    FailureReason.None,
                    job.Attempt,
                    job.Token,
                    slot.WorkerId,
                    null
                )
            );
        }
    }

    private static LeasedJob Read(NpgsqlDataReader row, in ClaimSlot slot) =>
        new()
        {
            Id = row.GetInt64(1),
            Salt = row.GetInt64(2),
            LaneId = row.GetInt32(3),
            Token = row.GetInt64(4),
            Attempt = row.GetInt32(5),
            Tag = slot.Tag,
            Priority = row.GetInt16(6),
            CreatedAt = Micros.ToTime(row.GetInt64(7)),
            ExpiresAt = row.IsDBNull(8) ? null : Micros.ToTime(row.GetInt64(8)),
            RunTimeout = row.IsDBNull(9) ? null : Micros.ToSpan(row.GetInt64(9)),
            Payload = new Content(row.GetFieldValue<byte[]>(12), row.GetInt64(10)),
            Metadata = row.GetFieldValue<byte[]>(11),
            Checkpoint = row.IsDBNull(13)
                ? Content.Empty
                : new Content(row.GetFieldValue<byte[]>(14), row.GetInt64(13)),
            TraceParent = row.IsDBNull(16) ? null : row.GetString(16),
        };
}
