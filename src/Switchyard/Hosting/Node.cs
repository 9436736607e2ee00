using Microsoft.Extensions.Logging;
using Switchyard.Cron;
using Switchyard.Engine;
using Switchyard.Engine.Storage;
using Switchyard.Gateway;
using Switchyard.Gateway.Callbacks;
using Switchyard.Options;
using Switchyard.Storage.Postgres;
using Switchyard.Storage.Sqlite;
using Switchyard.Telemetry;

namespace Switchyard.Hosting;

/// <summary>A running node: store, engine and listeners, put together here and nowhere else.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>A supervisor that gives 15 s must not need to kill.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(14);

    private readonly TaskEngine _engine;
    private readonly GatewayHost _gateway;
    private readonly HttpCallbackSender _callbacks;
    private readonly BuiltInWorker? _worker;
    private readonly NodeTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    private Node(
        TaskEngine engine,
        GatewayHost gateway,
        HttpCallbackSender callbacks,
        BuiltInWorker? worker,
        NodeTelemetry telemetry,
        TimeProvider clock,
        ILogger logger,
        string? newAdminKey
    )
    {
        _worker = worker;
        (_engine, _gateway, _callbacks, _clock, _logger) = (engine, gateway, callbacks, clock, logger);
        _telemetry = telemetry;
        NewAdminKey = newAdminKey;
    }

    /// <summary>The admin key that this start made, to be shown once; null when it made none.</summary>
    public string? NewAdminKey { get; }

    /// <summary>Where each listener is served, by its name.</summary>
    public IReadOnlyDictionary<string, Uri> Addresses => _gateway.Addresses;

    /// <summary>Completes, faulted, when the store failed for good: the process must end.</summary>
    public Task Fatal => _engine.Fatal;

    /// <summary>Opens the store, starts the engine, opens the listeners.</summary>
    /// <param name="model">What the node is to be.</param>
    /// <param name="adminKey">The operator's own admin key, checked; null for none.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <exception cref="IOException">A listener's address cannot be bound.</exception>
    /// <exception cref="StorageFatalException">The data folder is in use; the store is of a newer version.</exception>
    /// <exception cref="StorageUnavailableException">The data folder cannot be written to; the database cannot be reached.</exception>
    public static async Task<Node> StartAsync(
        NodeModel model,
        string? adminKey,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellation
    )
    {
        var logger = loggers.CreateLogger<Node>();
        // Two thirds of a start is compiling: the server's part goes on beside the store's.
        var telemetry = new NodeTelemetry(model.Telemetry, clock);
        var preparing = Task.Run(
            () => new GatewayHost(model.Gateway, clock, loggers, model.Telemetry.Metrics ? telemetry : null),
            CancellationToken.None
        );
        var callbacks = new HttpCallbackSender(
            model.Gateway.Callbacks,
            clock,
            loggers.CreateLogger<HttpCallbackSender>()
        );
        TaskEngine? engine = null;
        try
        {
            engine = await OpenAsync(model, callbacks, clock, loggers, cancellation);
            logger.Opened(Product.Version, engine.Store, model.DataFolder);
            var newAdminKey = await engine.Keys.EnsureAdminAsync(adminKey, cancellation);
            var gateway = await preparing;
            telemetry.Start(); // before the first request, which a collector wants to hear of as well
            await gateway.StartAsync(engine, cancellation);
            var worker = model.Worker is { } own
                ? new BuiltInWorker(own, engine, clock, loggers.CreateLogger<BuiltInWorker>())
                : null;
            return new Node(engine, gateway, callbacks, worker, telemetry, clock, logger, newAdminKey);
        }
        catch
        {
            await (await preparing).DisposeAsync();
            if (engine is not null)
            {
                await engine.DisposeAsync();
            }

            callbacks.Dispose();
            telemetry.Dispose();
            throw;
        }
    }

    /// <summary>Stops within 15 s: nothing new is accepted, workers finish or give back, sockets are closed.</summary>
    public async Task StopAsync()
    {
        _logger.Stopping();
        using var limit = new CancellationTokenSource(StopLimit, _clock);
        // Side by side: the server waits for the requests that the engine's stop lets go.
        var gateway = _gateway.StopAsync(limit.Token);
        var worker = _worker?.StopAsync() ?? Task.CompletedTask;
        await _engine.StopAsync(limit.Token);
        await gateway;
        await worker.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _logger.Stopped();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        // Before the engine, whose metrics end with it.
        _telemetry.Dispose();
        await _engine.DisposeAsync();
        _callbacks.Dispose();
    }

    private static async Task<TaskEngine> OpenAsync(
        NodeModel model,
        HttpCallbackSender callbacks,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellation
    )
    {
        var storage = await OpenStoreAsync(model, clock, loggers, cancellation);
        try
        {
            return await TaskEngine.StartAsync(
                storage,
                callbacks,
                new CronCalendars(),
                model.Engine,
                clock,
                loggers,
                cancellation
            );
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    private static async Task<IStorage> OpenStoreAsync(
        NodeModel model,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellation
    ) =>
        model.Postgres is { } database
            ? await PostgresStorage.OpenAsync(
                new PostgresStorageOptions { Database = database },
                loggers.CreateLogger<PostgresStorage>(),
                cancellation
            )
            : await SqliteStorage.OpenAsync(
                new SqliteStorageOptions { DataFolder = model.DataFolder, Synchronous = model.Synchronous },
                clock,
                loggers.CreateLogger<SqliteStorage>(),
                cancellation
            );
}
