using System.Threading.Channels;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Workers;
using Switchyard.Gateway.Dialects.Native.Workers;

namespace Switchyard.Hosting;

/// <summary>The built-in worker's connection: a line within the process.</summary>
internal sealed class LocalWorkerConnection(LocalWorkerLine line) : IWorkerConnection
{
    /// <inheritdoc/>
    public async ValueTask SendAsync(WorkerFrame frame, CancellationToken cancellation)
    {
        if (line.Closed is { } closed)
        {
            throw new WorkerDisconnectedException(closed.Code, closed.Reason);
        }

        await line.SendAsync(frame, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<ServerFrame> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return await line.Frames.ReadAsync(cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new WorkerDisconnectedException(line.Closed?.Code, line.Closed?.Reason ?? "The line is closed.");
        }
    }

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => line.DisposeAsync();
}
