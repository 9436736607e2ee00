using System.Threading.Channels;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>A connection in memory: the worker's end is the interface, the test's the other members. It welcomes any hello.</summary>
internal sealed class ScriptedConnection : IWorkerConnection
{
    private readonly Channel<WorkerFrame> _heard = Channel.CreateUnbounded<WorkerFrame>();
    private readonly Channel<ServerFrame> _said = Channel.CreateUnbounded<ServerFrame>();

    public void Say(ServerFrame frame) => _said.Writer.TryWrite(frame);

    public void Break() => _said.Writer.TryComplete(new WorkerDisconnectedException(null, "The test broke it."));

    public async Task<T> HearAsync<T>()
        where T : WorkerFrame =>
        (await _heard.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeOfType<T>();

    public ValueTask SendAsync(WorkerFrame frame, CancellationToken cancellation)
    {
        if (frame is HelloFrame)
        {
            Say(new WelcomeFrame(1, "s", 30, "0.0.0"));
        }
        else
        {
            _heard.Writer.TryWrite(frame);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<ServerFrame> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return await _said.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is WorkerDisconnectedException gone)
        {
            throw new WorkerDisconnectedException(gone.Code, gone.Message, gone);
        }
    }

    public Task CloseAsync(CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
