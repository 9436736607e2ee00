using Switchyard.Client;
using Switchyard.Client.Workers;

namespace Switchyard.EndToEnd.Tests.Cli;

/// <summary>A worker of the SDK that works until the test ends.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public static RunningWorker Start(ClientOptions server, string type, JobHandler handler)
    {
        var running = new RunningWorker();
        var worker = new Client.Workers.Worker(new WorkerOptions { Name = type, Capacity = 2 }, server).On(
            type,
            handler
        );
        running._running = worker.RunAsync(running._stop.Token);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
