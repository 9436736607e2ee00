using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Writes frames, in both directions. One is kept a connection: its buffers are used again. Not thread-safe.</summary>
public sealed class FrameWriter : IDisposable
{
    // Nothing here is shown inside a web page: escape only what JSON must, so that text stays short and readable.
    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);

    /// <summary>Writes one message.</summary>
    /// <param name="frame">What the worker says.</param>
    /// <param name="into">Where the bytes go.</param>
    public void Write(WorkerFrame frame, IBufferWriter<byte> into)
    {
        _json.Reset(into);
        _json.WriteStartObject();
        WorkerFrameWriter.Write(_json, frame);
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>Writes one message.</summary>
    /// <param name="frame">What the server says.</param>
    /// <param name="into">Where the bytes go.</param>
    public void Write(ServerFrame frame, IBufferWriter<byte> into)
    {
        _json.Reset(into);
        _json.WriteStartObject();
        ServerFrameWriter.Write(_json, frame);
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
