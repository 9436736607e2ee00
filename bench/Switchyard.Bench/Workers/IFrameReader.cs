namespace Switchyard.Bench.Workers;

/// <summary>Who speaks over a <see cref="RawWebSocket"/>.</summary>
internal interface IFrameReader
{
    /// <summary>The server accepted the upgrade.</summary>
    void OnOpen();

    /// <summary>A text or binary frame came.</summary>
    /// <param name="payload">Valid during the call only.</param>
    void OnFrame(ReadOnlySpan<byte> payload);
}
