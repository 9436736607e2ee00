using System.Text.Json;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Writes the members of what the server says.</summary>
internal static class ServerFrameWriter
{
    internal static void Write(Utf8JsonWriter json, ServerFrame frame)
    {
        switch (frame)
        {
            case AssignFrame assign:
                json.WriteString(Names.Type, "assign"u8);
                Assign(json, assign.Jobs);
                break;
            case SettledFrame settled:
                json.WriteString(Names.Type, "settled"u8);
                Settled(json, settled.Results);
                break;
            case RevokeFrame revoke:
                json.WriteString(Names.Type, "revoke"u8);
                Revoke(json, revoke);
                break;
            case PauseFrame pause:
                json.WriteString(Names.Type, "pause"u8);
                Pause(json, pause);
                break;
            case ServerDrainFrame:
                json.WriteString(Names.Type, "drain"u8);
                break;
            case WelcomeFrame welcome:
                json.WriteString(Names.Type, "welcome"u8);
                json.WriteNumber("version"u8, welcome.Version);
                json.WriteString("session"u8, welcome.Session);
                json.WriteNumber("lease_seconds"u8, welcome.LeaseSeconds);
                json.WriteString("server_version"u8, welcome.ServerVersion);
                break;
            case ErrorFrame error:
                json.WriteString(Names.Type, "error"u8);
                json.WriteString("code"u8, error.Code);
                json.WriteString("message"u8, error.Message);
                break;
            default:
                throw new ArgumentException($"{frame.GetType()} is no frame of this protocol.", nameof(frame));
        }
    }

    internal static void Assign(Utf8JsonWriter json, IReadOnlyList<AssignedJob> jobs)
    {
        json.WriteStartArray(Names.Jobs);
        foreach (var job in jobs)
        {
            JsonWriting.OpenItem(json, job.Job, job.Token);
            json.WriteString(Names.Uuid, job.Uuid);
            json.WriteNumber(Names.Attempt, job.Attempt);
            json.WriteString(Names.Type, job.Type);
            json.WriteNumber(Names.Priority, job.Priority);
            json.WritePropertyName(Names.CreatedAt);
            UtcTimeConverter.Write(json, job.CreatedAt);
            if (job.RunTimeout is { } timeout)
            {
                json.WriteNumber(Names.RunTimeoutMs, (long)timeout.TotalMilliseconds);
            }

            if (job.TraceParent is { } trace)
            {
                json.WriteString(Names.TraceParent, trace);
            }

            if (job.Schedule is { } schedule)
            {
                json.WriteNumber(Names.Schedule, schedule);
            }

            JsonWriting.Raw(json, Names.Checkpoint, job.Checkpoint);
            JsonWriting.Raw(json, Names.Payload, job.Payload);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void Settled(Utf8JsonWriter json, IReadOnlyList<SettledJob> results)
    {
        json.WriteStartArray(Names.Results);
        foreach (var result in results)
        {
            JsonWriting.OpenItem(json, result.Job, result.Token);
            json.WriteString(Names.Answer, ServerItems.Answers[(int)result.Answer]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Revoke(Utf8JsonWriter json, RevokeFrame frame)
    {
        json.WriteStartArray(Names.Jobs);
        foreach (var item in frame.Jobs)
        {
            JsonWriting.OpenItem(json, item.Job, item.Token);
            json.WriteString(Names.Reason, item.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Pause(Utf8JsonWriter json, PauseFrame frame)
    {
        json.WriteStartArray(Names.Jobs);
        foreach (var item in frame.Jobs)
        {
            JsonWriting.OpenItem(json, item.Job, item.Token);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
