namespace Switchyard.Contracts.Workers.Codec;

/// <summary>
/// Reads what a worker says. Values that are kept byte for byte (results, progress) and log text are slices of the
/// message: whoever keeps them longer than the message's buffer copies them.
/// </summary>
public static class WorkerFrameReader
{
    // A method group converts to a new delegate at each call; these are made once.
    private static readonly ReadItem<JobResult> Result = WorkerItems.Result;
    private static readonly ReadItem<JobProgress> Progress = WorkerItems.Progress;
    private static readonly ReadItem<JobLog> Log = WorkerItems.Log;

    /// <summary>Reads one message, as a whole or not at all. Ranges are the server's to check.</summary>
    /// <param name="message">One WebSocket text message.</param>
    public static FrameResult<WorkerFrame> Read(ReadOnlyMemory<byte> message) => FrameType.Dispatch(message, Read);

    private static WorkerFrame? Read(string type, ReadOnlyMemory<byte> message) =>
        type switch
        {
            "settle" => new SettleFrame(FrameItems.Read(message, "results", Result)),
            "progress" => new ProgressFrame(FrameItems.Read(message, "jobs", Progress)),
            "log" => new LogFrame(FrameItems.Read(message, "jobs", Log)),
            "renew" => Renew(message),
            "update" => Update(message),
            "drain" => FrameType.Bare(message, new WorkerDrainFrame()),
            "hello" => Hello(message),
            _ => null,
        };

    // {"type":"hello","version":1,"worker":"w1","types":["resize"],"tags":["gpu"],"capacity":8,"features":["pause"]}
    private static HelloFrame Hello(ReadOnlyMemory<byte> message)
    {
        var version = 0;
        var capacity = 0;
        string? worker = null;
        List<string>? types = null;
        List<string> tags = [],
            features = [];
        var reader = FrameType.Open(message);
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("version"u8))
            {
                version = JsonMembers.Int32(ref reader, "version");
            }
            else if (reader.ValueTextEquals("worker"u8))
            {
                worker = JsonMembers.Text(ref reader, "worker");
            }
            else if (reader.ValueTextEquals("types"u8))
            {
                types = JsonMembers.Texts(ref reader, "types");
            }
            else if (reader.ValueTextEquals("tags"u8))
            {
                tags = JsonMembers.Texts(ref reader, "tags");
            }
            else if (reader.ValueTextEquals("capacity"u8))
            {
                capacity = JsonMembers.Int32(ref reader, "capacity");
            }
            else if (reader.ValueTextEquals("features"u8))
            {
                features = JsonMembers.Texts(ref reader, "features");
            }
            else
            {
                reader.Skip();
            }
        }

        return new HelloFrame
        {
            Version = version,
            Worker = worker ?? "",
            Types = types ?? [],
            Tags = tags,
            Capacity = capacity,
            Features = features,
        };
    }

    // {"type":"update","capacity":4}
    private static UpdateFrame Update(ReadOnlyMemory<byte> message)
    {
        var update = new UpdateFrame();
        var reader = FrameType.Open(message);
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("capacity"u8))
            {
                update = update with { Capacity = JsonMembers.Int32(ref reader, "capacity") };
            }
            else if (reader.ValueTextEquals("types"u8))
            {
                update = update with { Types = JsonMembers.Texts(ref reader, "types") };
            }
            else if (reader.ValueTextEquals("tags"u8))
            {
                update = update with { Tags = JsonMembers.Texts(ref reader, "tags") };
            }
            else
            {
                reader.Skip();
            }
        }

        return update;
    }

    // {"type":"renew","pending":3}
    private static RenewFrame Renew(ReadOnlyMemory<byte> message)
    {
        int? pending = null;
        SystemInfo? system = null;
        var reader = FrameType.Open(message);
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("pending"u8))
            {
                pending = JsonMembers.Int32(ref reader, "pending");
            }
            else if (reader.ValueTextEquals("system_info"u8))
            {
                system = WorkerItems.System(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new RenewFrame(pending, system);
    }
}
