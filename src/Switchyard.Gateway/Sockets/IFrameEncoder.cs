using System.Buffers;

namespace Switchyard.Gateway.Sockets;

/// <summary>Makes text frames of what waits in an outbox. Called by its writer loop only, one call at a time.</summary>
internal interface IFrameEncoder<T>
{
    /// <summary>Writes one frame of the first items and answers how many went into it, at least 1.</summary>
    /// <param name="items">What waits, oldest first; at least one.</param>
    /// <param name="frame">Empty. Left empty, no frame is sent for the items taken.</param>
    int Encode(ReadOnlySpan<T> items, IBufferWriter<byte> frame);
}
