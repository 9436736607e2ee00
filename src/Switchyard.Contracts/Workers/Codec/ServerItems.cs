using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Reads the items of the server's frames.</summary>
internal static class ServerItems
{
    internal static readonly WireWords<SettleAnswer> Answers = new("settled", "repeated", "conflict", "stale", "gone");

    // {"job":17,"token":42,"answer":"settled"}
    internal static SettledJob Settled(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        JobLease lease = default;
        var answer = -1;
        while (FrameItems.NextMember(ref reader, ref lease))
        {
            if (reader.ValueTextEquals("answer"u8))
            {
                answer = Answers.Read(ref reader, "answer");
            }
            else
            {
                reader.Skip();
            }
        }

        return answer < 0
            ? throw new JsonException("Every result needs an 'answer'.")
            : new SettledJob(lease.Job, lease.Token, (SettleAnswer)answer);
    }

    // {"job":17,"token":42,"reason":"cancelled"}
    internal static RevokedJob Revoked(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        JobLease lease = default;
        var reason = "";
        while (FrameItems.NextMember(ref reader, ref lease))
        {
            if (reader.ValueTextEquals("reason"u8))
            {
                reason = JsonMembers.Text(ref reader, "reason");
            }
            else
            {
                reader.Skip();
            }
        }

        return new RevokedJob(lease.Job, lease.Token, reason);
    }

    // {"job":17,"token":42}
    internal static JobLease Lease(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        JobLease lease = default;
        while (FrameItems.NextMember(ref reader, ref lease))
        {
            reader.Skip();
        }

        return lease;
    }

    // {"job":17,"token":42,"uuid":"…","attempt":1,"type":"resize","priority":5,"created_at":"…","payload":{…}}
    internal static AssignedJob Assigned(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        JobLease lease = default;
        Guid uuid = default;
        int attempt = 0,
            priority = 0;
        var type = "";
        DateTimeOffset createdAt = default;
        TimeSpan? runTimeout = null;
        string? traceParent = null;
        long? schedule = null;
        ReadOnlyMemory<byte> payload = default,
            checkpoint = default;
        while (FrameItems.NextMember(ref reader, ref lease))
        {
            if (reader.ValueTextEquals("payload"u8))
            {
                payload = JsonMembers.Raw(ref reader, frame);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                type = JsonMembers.Text(ref reader, "type");
            }
            else if (reader.ValueTextEquals("attempt"u8))
            {
                attempt = JsonMembers.Int32(ref reader, "attempt");
            }
            else if (reader.ValueTextEquals("priority"u8))
            {
                priority = JsonMembers.Int32(ref reader, "priority");
            }
            else if (reader.ValueTextEquals("uuid"u8))
            {
                uuid = JsonMembers.Uuid(ref reader, "uuid");
            }
            else if (reader.ValueTextEquals("created_at"u8))
            {
                createdAt = JsonMembers.Time(ref reader, "created_at");
            }
            else if (reader.ValueTextEquals("run_timeout_ms"u8))
            {
                runTimeout = TimeSpan.FromMilliseconds(JsonMembers.Int64(ref reader, "run_timeout_ms"));
            }
            else if (reader.ValueTextEquals("traceparent"u8))
            {
                traceParent = JsonMembers.Text(ref reader, "traceparent");
            }
            else if (reader.ValueTextEquals("schedule"u8))
            {
                schedule = JsonMembers.Int64(ref reader, "schedule");
            }
            else if (reader.ValueTextEquals("checkpoint"u8))
            {
                checkpoint = JsonMembers.Raw(ref reader, frame);
            }
            else
            {
                reader.Skip();
            }
        }

        return new AssignedJob
        {
            Job = lease.Job,
            Token = lease.Token,
            Uuid = uuid,
            Attempt = attempt,
            Type = type,
            Priority = priority,
            CreatedAt = createdAt,
            RunTimeout = runTimeout,
            TraceParent = traceParent,
            Schedule = schedule,
            Payload = payload,
            Checkpoint = checkpoint,
        };
    }
}
