using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Reads the items of a worker's frames.</summary>
internal static class WorkerItems
{
    internal static readonly WireWords<JobOutcome> Outcomes = new(
        "succeeded",
        "failed",
        "failed_for_good",
        "released",
        "paused"
    );

    // {"job":17,"token":42,"outcome":"succeeded","result":{…}}
    internal static JobResult Result(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        JobLease lease = default;
        var outcome = -1;
        ReadOnlyMemory<byte> result = default;
        string? error = null;
        while (FrameItems.NextMember(ref reader, ref lease))
        {
            if (reader.ValueTextEquals("outcome"u8))
            {
                outcome = Outcomes.Read(ref reader, "outcome");
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                result = JsonMembers.Raw(ref reader, frame);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                error = JsonMembers.OptionalText(ref reader, "error");
            }
            else
            {
                reader.Skip();
            }
        }

        return outcome < 0
            ? throw new JsonException("Every result needs an 'outcome'.")
            : new JobResult(lease.Job, lease.Token, (JobOutcome)outcome, result, error);
    }

    // {"cpu_usage":45.2,"memory_usage":60.8,"disk_usage":35.1}
    internal static SystemInfo? System(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("'system_info' must be an object.");
        }

        var system = new SystemInfo();
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("cpu_usage"u8))
            {
                system = system with { CpuUsage = JsonMembers.Double(ref reader, "cpu_usage") };
            }
            else if (reader.ValueTextEquals("memory_usage"u8))
            {
                system = system with { MemoryUsage = JsonMembers.Double(ref reader, "memory_usage") };
            }
            else if (reader.ValueTextEquals("disk_usage"u8))
            {
                system = system with { DiskUsage = JsonMembers.Double(ref reader, "disk_usage") };
            }
            else
            {
                reader.Skip();
            }
        }

        return system;
    }

    // {"job":17,"token":42,"progress":{…}}
    internal static JobProgress Progress(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        var report = Report(ref reader, frame);
        return report.Progress.IsEmpty ? throw new JsonException("Every item needs a 'progress'.") : report;
    }

    // The same, with a progress or without.
    internal static JobProgress Report(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        JobLease lease = default;
        ReadOnlyMemory<byte> progress = default;
        while (FrameItems.NextMember(ref reader, ref lease))
        {
            if (reader.ValueTextEquals("progress"u8))
            {
                progress = JsonMembers.Raw(ref reader, frame);
            }
            else
            {
                reader.Skip();
            }
        }

        return new JobProgress(lease.Job, lease.Token, progress);
    }

    // {"job":17,"token":42,"text":"one line\nanother\n"}
    internal static JobLog Log(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        JobLease lease = default;
        ReadOnlyMemory<byte> text = default;
        while (FrameItems.NextMember(ref reader, ref lease))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                text = JsonMembers.Utf8(ref reader, frame, "text");
            }
            else
            {
                reader.Skip();
            }
        }

        return new JobLog(lease.Job, lease.Token, text);
    }
}
