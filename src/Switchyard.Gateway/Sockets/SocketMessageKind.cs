namespace Switchyard.Gateway.Sockets;

/// <summary>The outcomes of a read of a WebSocket.</summary>
internal enum SocketMessageKind
{
    /// <summary>A whole message.</summary>
    Data,

    /// <summary>A message over the limit, not read to its end.</summary>
    TooLarge,

    /// <summary>The peer closed, or is gone.</summary>
    Closed,
}
