using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Writes the members of what a worker says.</summary>
internal static class WorkerFrameWriter
{
    internal static void Write(Utf8JsonWriter json, WorkerFrame frame)
    {
        switch (frame)
        {
            case SettleFrame settle:
                json.WriteString(Names.Type, "settle"u8);
                Settle(json, settle);
                break;
            case ProgressFrame progress:
                json.WriteString(Names.Type, "progress"u8);
                Progress(json, progress);
                break;
            case LogFrame log:
                json.WriteString(Names.Type, "log"u8);
                Log(json, log);
                break;
            case RenewFrame renew:
                json.WriteString(Names.Type, "renew"u8);
                Number(json, "pending", renew.Pending);
                System(json, renew.System);
                break;
            case UpdateFrame update:
                json.WriteString(Names.Type, "update"u8);
                Update(json, update);
                break;
            case WorkerDrainFrame:
                json.WriteString(Names.Type, "drain"u8);
                break;
            case HelloFrame hello:
                json.WriteString(Names.Type, "hello"u8);
                Hello(json, hello);
                break;
            default:
                throw new ArgumentException($"{frame.GetType()} is no frame of this protocol.", nameof(frame));
        }
    }

    private static void Settle(Utf8JsonWriter json, SettleFrame frame)
    {
        json.WriteStartArray(Names.Results);
        foreach (var result in frame.Results)
        {
            JsonWriting.OpenItem(json, result.Job, result.Token);
            json.WriteString(Names.Outcome, WorkerItems.Outcomes[(int)result.Outcome]);
            JsonWriting.Raw(json, Names.Result, result.Result);
            if (result.Error is { } error)
            {
                json.WriteString(Names.Error, error);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Progress(Utf8JsonWriter json, ProgressFrame frame)
    {
        json.WriteStartArray(Names.Jobs);
        foreach (var item in frame.Jobs)
        {
            JsonWriting.OpenItem(json, item.Job, item.Token);
            JsonWriting.Raw(json, Names.Progress, item.Progress);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Log(Utf8JsonWriter json, LogFrame frame)
    {
        json.WriteStartArray(Names.Jobs);
        foreach (var item in frame.Jobs)
        {
            JsonWriting.OpenItem(json, item.Job, item.Token);
            json.WriteString(Names.Text, item.Text.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Hello(Utf8JsonWriter json, HelloFrame hello)
    {
        json.WriteNumber("version"u8, hello.Version);
        json.WriteString("worker"u8, hello.Worker);
        JsonWriting.Texts(json, "types", hello.Types);
        JsonWriting.Texts(json, "tags", hello.Tags);
        Number(json, "capacity", hello.Capacity);
        JsonWriting.Texts(json, "features", hello.Features);
    }

    private static void Update(Utf8JsonWriter json, UpdateFrame update)
    {
        Number(json, "capacity", update.Capacity);
        if (update.Types is { } types)
        {
            JsonWriting.Texts(json, "types", types);
        }

        if (update.Tags is { } tags)
        {
            JsonWriting.Texts(json, "tags", tags);
        }
    }

    private static void System(Utf8JsonWriter json, SystemInfo? system)
    {
        if (system is null)
        {
            return;
        }

        json.WriteStartObject("system_info");
        Percent(json, "cpu_usage", system.CpuUsage);
        Percent(json, "memory_usage", system.MemoryUsage);
        Percent(json, "disk_usage", system.DiskUsage);
        json.WriteEndObject();
    }

    private static void Percent(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } percent)
        {
            json.WriteNumber(name, percent);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
