using System.Threading.Channels;
using Switchyard.Client.Workers;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>A server whose words the test writes, over connections that it breaks when it likes.</summary>
internal sealed class ScriptedServer
{
    private readonly Channel<ScriptedConnection> _accepted = Channel.CreateUnbounded<ScriptedConnection>();
    private int _tries;

    /// <summary>Nobody can connect.</summary>
    public bool IsDown { get; set; }

    public int Tries => Volatile.Read(ref _tries);

    public bool IsCalled => _accepted.Reader.Count > 0;

    public Task<IWorkerConnection> ConnectAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _tries);
        if (IsDown)
        {
            throw new WorkerDisconnectedException(null, "The server is down.");
        }

        var connection = new ScriptedConnection();
        _accepted.Writer.TryWrite(connection);
        return Task.FromResult<IWorkerConnection>(connection);
    }

    public async Task<ScriptedConnection> AcceptAsync() =>
        await _accepted.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
}
