using Switchyard.Client;
using Switchyard.Client.Workers;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>A worker of the SDK for the type "t", connected, that is stopped with its test.</summary>
internal sealed class SdkWorker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private SdkWorker(Client.Workers.Worker worker) => Running = worker.RunAsync(_stop.Token);

    public Task Running { get; }

    public static async Task<SdkWorker> StartAsync(WorkerOptions options, ClientOptions server, JobHandler handler) =>
        await StartAsync(new Client.Workers.Worker(options, server), handler);

    public static async Task<SdkWorker> StartAsync(Client.Workers.Worker worker, JobHandler handler)
    {
        var running = new SdkWorker(worker.On("t", handler));
        await Eventually.HoldsAsync("the worker is connected", () => worker.IsConnected || running.Running.IsCompleted);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Running.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
