namespace Switchyard.Gateway.Sockets;

/// <summary>What a read of a WebSocket came to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">The whole message, text or binary alike; good until the next read.</param>
internal readonly record struct SocketMessage(SocketMessageKind Kind, ReadOnlyMemory<byte> Data);
