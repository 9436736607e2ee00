using System.Buffers;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Gateway.Sockets;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>
/// Encodes what waits for a worker. The engine orders revocations and pauses one by one; those that wait together travel
/// together.
/// </summary>
internal sealed class WorkerFrameEncoder : IFrameEncoder<ServerFrame>, IDisposable
{
    private readonly FrameWriter _writer = new();

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<ServerFrame> items, IBufferWriter<byte> frame)
    {
        var run = 1;
        while (
            run < items.Length && items[0] is RevokeFrame or PauseFrame && items[run].GetType() == items[0].GetType()
        )
        {
            run++;
        }

        _writer.Write(run == 1 ? items[0] : Merge(items[..run].ToArray()), frame);
        return run;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static ServerFrame Merge(ServerFrame[] run) =>
        run[0] is RevokeFrame
            ? new RevokeFrame([.. run.Cast<RevokeFrame>().SelectMany(frame => frame.Jobs)])
            : new PauseFrame([.. run.Cast<PauseFrame>().SelectMany(frame => frame.Jobs)]);
}
