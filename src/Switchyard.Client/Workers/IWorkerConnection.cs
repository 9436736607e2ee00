using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>
/// One connection that speaks the worker protocol, over whatever carries it. One caller sends and one receives, at the
/// same time if they like.
/// </summary>
public interface IWorkerConnection : IAsyncDisposable
{
    /// <summary>Sends a frame; waits while the server does not read.</summary>
    /// <exception cref="WorkerDisconnectedException">The connection is gone.</exception>
    ValueTask SendAsync(WorkerFrame frame, CancellationToken cancellation);

    /// <summary>The next frame; what it carries is good until the next call.</summary>
    /// <exception cref="WorkerDisconnectedException">The connection is gone.</exception>
    ValueTask<ServerFrame> ReceiveAsync(CancellationToken cancellation);

    /// <summary>Says goodbye; nothing may be sent after it.</summary>
    Task CloseAsync(CancellationToken cancellation);
}
