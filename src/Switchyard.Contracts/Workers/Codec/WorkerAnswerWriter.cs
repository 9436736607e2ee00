using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Writes what a worker is answered over plain HTTP; payloads go out as they came.</summary>
public static class WorkerAnswerWriter
{
    private const int Around = 64;

    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A <see cref="LeasedJobs"/>.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="draining">Whether no more will come.</param>
    public static ReadOnlyMemory<byte> Leased(IReadOnlyList<AssignedJob> jobs, bool draining) =>
        Write(SizeOf(jobs), json => Jobs(json, jobs, draining));

    /// <summary>A <see cref="SettleAnswers"/>.</summary>
    /// <param name="results">What became of the results.</param>
    /// <param name="next">The next jobs; null when none were asked for.</param>
    /// <param name="draining">Whether no more will come.</param>
    /// <param name="registered">Whether the worker is registered, as it must be to get jobs.</param>
    public static ReadOnlyMemory<byte> Settled(
        IReadOnlyList<SettledJob> results,
        IReadOnlyList<AssignedJob>? next,
        bool draining,
        bool registered
    ) =>
        Write(
            (results.Count * FrameSize.OfAnswer) + SizeOf(next ?? []),
            json =>
            {
                ServerFrameWriter.Settled(json, results);
                if (next is not null)
                {
                    Jobs(json, next, draining);
                }

                if (!registered)
                {
                    json.WriteBoolean("registered"u8, false);
                }
            }
        );

    /// <summary>A <see cref="LeaseStandings"/>.</summary>
    /// <param name="leases">Each with the reason of its loss, null while it is held, and whether a pause is asked for.</param>
    public static ReadOnlyMemory<byte> Standings(
        IReadOnlyList<(JobLease Lease, string? Reason, bool IsPauseAsked)> leases
    ) =>
        Write(
            leases.Count * FrameSize.OfAnswer,
            json =>
            {
                json.WriteStartArray(Names.Jobs);
                foreach (var (lease, reason, isPauseAsked) in leases)
                {
                    JsonWriting.OpenItem(json, lease.Job, lease.Token);
                    json.WriteString(Names.Answer, reason is null ? LeaseStanding.Held : LeaseStanding.Revoked);
                    if (reason is not null)
                    {
                        json.WriteString(Names.Reason, reason);
                    }

                    if (isPauseAsked)
                    {
                        json.WriteBoolean("pause"u8, true);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );

    private static void Jobs(Utf8JsonWriter json, IReadOnlyList<AssignedJob> jobs, bool draining)
    {
        ServerFrameWriter.Assign(json, jobs);
        if (draining)
        {
            json.WriteBoolean("draining"u8, true);
        }
    }

    private static int SizeOf(IReadOnlyList<AssignedJob> jobs)
    {
        var size = 0;
        foreach (var job in jobs)
        {
            size += FrameSize.Of(job);
        }

        return size;
    }

    private static ReadOnlyMemory<byte> Write(int size, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(size + Around);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
