namespace Switchyard.Gateway.Sockets;

/// <summary>The bounds of one WebSocket connection.</summary>
internal sealed record SocketLimits
{
    /// <summary>The longest message taken, in bytes after inflation; a longer one closes with 1009. Default 1 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>Items that may wait to be sent; one more is refused. Default 16,384: all leases of the largest worker.</summary>
    public int MaxQueuedItems { get; init; } = 16 * 1024;

    /// <summary>
    /// Bytes that may wait to be sent before further items are refused. Default 256 MiB: one round can lease 512 jobs with
    /// 256 KiB each to one worker before congestion stops the next.
    /// </summary>
    public long MaxQueuedBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>From here on the connection calls itself congested and should be given no more. Default 1,024 items.</summary>
    public int CongestedItems { get; init; } = 1024;

    /// <summary>The same in bytes. Default 4 MiB.</summary>
    public long CongestedBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>A frame that the peer has not taken within this time drops it. Default 20 s (looked at every 5 s: under 30 s).</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long what is queued may take to go out once the connection closes, and the peer to answer the close. Default 5 s each.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
