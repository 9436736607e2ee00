using Microsoft.Extensions.Logging;
using Switchyard.Client.Workers;
using Switchyard.Engine;
using Switchyard.Gateway.Dialects.Native.Workers;
using Switchyard.Worker;

namespace Switchyard.Hosting;

/// <summary>The node's own worker: one like any other, on a line within the process.</summary>
internal sealed partial class BuiltInWorker : IAsyncDisposable
{
    /// <summary>How long it stays away when another worker has taken its name.</summary>
    private static readonly TimeSpan Retreat = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskWorker _worker;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _work;

    /// <summary>Starts it.</summary>
    public BuiltInWorker(WorkerModel model, TaskEngine engine, TimeProvider clock, ILogger logger)
    {
        (_clock, _logger) = (clock, logger);
        _worker = new TaskWorker(model, _ => Task.FromResult(Connect()), clock, what => LogNotice(logger, what));
        _work = Task.Run(WorkAsync, CancellationToken.None);

        IWorkerConnection Connect() =>
            new LocalWorkerConnection(new LocalWorkerLine(engine, Product.Version, clock, logger));
    }

    /// <summary>Stops it: jobs that do not end within some seconds are ended and given back.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _worker.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _worker.RunAsync(_stop.Token);
            }
            catch (WorkerRefusedException refused)
            {
                LogRefused(_logger, refused.Message);
                await Task.Delay(Retreat, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(5001, LogLevel.Debug, "The built-in worker: {What}")]
    private static partial void LogNotice(ILogger logger, string what);

    [LoggerMessage(5002, LogLevel.Warning, "The built-in worker is out of service for 30 s: {Problem}")]
    private static partial void LogRefused(ILogger logger, string problem);
}
