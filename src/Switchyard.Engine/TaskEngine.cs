using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Maintenance;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine;

/// <summary>The running engine: every door works through these interfaces and no other.</summary>
public sealed class TaskEngine : IAsyncDisposable
{
    private readonly IStorage storage;
    private readonly EngineOptions options;
    private readonly TimeProvider clock;
    private readonly Dispatcher dispatcher;
    private readonly RoundLoop loop;
    private readonly JobWaiters waiters = new();
    private readonly SweepSchedule sweeps;
    private readonly WorkerRegistry workers;
    private readonly KeyRing keys;
    private readonly HealthProbe health;
    private readonly CallbackLoop callbacks;
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<CancellationToken, Task>[] duties;
    private Task working = Task.CompletedTask;
    private Task? stopped;

    private TaskEngine(
        IStorage storage,
        NodeStart node,
        LaneTable lanes,
        KeyRing keys,
        ICallbackSender callbackSender,
        EngineOptions options,
        TimeProvider clock,
        ILoggerFactory loggers
    )
    {
        (this.storage, this.options, this.clock, this.keys, Store) = (storage, options, clock, keys, node.Store);
        var cache = new JobCache();
        var events = new EventRing(node.Node);
        sweeps = new SweepSchedule(clock);
        dispatcher = new Dispatcher(lanes, new TypeAliases(options.TypeAliases), options.LeaseTime, node.Node);
        var mail = new WorkerMail(lanes, storage.Blobs, dispatcher);
        var snapshots = new SnapshotWriter(cache);
        callbacks = new CallbackLoop(
            storage.Jobs,
            storage.Blobs,
            keys,
            callbackSender,
            clock,
            loggers.CreateLogger<CallbackLoop>()
        );
        var publisher = new RoundPublisher(
            dispatcher,
            lanes,
            snapshots,
            waiters,
            events,
            mail,
            callbacks,
            sweeps,
            options.LeaseTime,
            clock
        );
        loop = new RoundLoop(storage.Rounds, dispatcher, sweeps, publisher, clock, loggers.CreateLogger<RoundLoop>());
        sweeps.Due += loop.Wake;
        mail.GiveBack = settlements => loop.Post(RoundOperations.Settle(settlements));
        var reports = new LeaseReports(
            dispatcher,
            loop,
            storage.Logs,
            options,
            clock,
            loggers.CreateLogger<LeaseReports>()
        );
        workers = new WorkerRegistry(
            dispatcher,
            loop,
            reports,
            new WorkerResults(storage.Blobs, clock),
            clock,
            loggers.CreateLogger<WorkerRegistry>()
        );
        var maintenance = new MaintenanceLoop(
            storage.Maintenance,
            new MaintenanceChanges(loop, lanes, cache, waiters),
            options,
            clock,
            loggers.CreateLogger<MaintenanceLoop>()
        );
        health = new HealthProbe(storage.Nodes, loop, clock);
        Jobs = new JobQueue(loop, dispatcher, lanes, cache, waiters, new SubmitGate(lanes, options), storage, clock);
        Events = events;
        duties = [reports.RunAsync, mail.SendLargeAsync, maintenance.RunAsync, callbacks.RunAsync];
    }

    /// <summary>Jobs.</summary>
    public IJobs Jobs { get; }

    /// <summary>Workers.</summary>
    public IWorkers Workers => workers;

    /// <summary>API keys.</summary>
    public IKeys Keys => keys;

    /// <summary>The live stream.</summary>
    public IEventFeed Events { get; }

    /// <summary>Health.</summary>
    public IEngineHealth Health => health;

    /// <summary>Completes, faulted, when the store failed for good: the process must end with a non-zero code.</summary>
    public Task Fatal => loop.Fatal;

    /// <summary>The store and its version, for people.</summary>
    public string Store { get; }

    /// <summary>How long a lease lasts unless renewed.</summary>
    public TimeSpan LeaseTime => options.LeaseTime;

    /// <summary>Starts the engine on an open store: puts back what dead nodes held, loads lanes, counts and keys, and begins to turn rounds.</summary>
    /// <param name="storage">The open store; disposed with the engine.</param>
    /// <param name="callbackSender">Posts results to callback URLs.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public static async Task<TaskEngine> StartAsync(
        IStorage storage,
        ICallbackSender callbackSender,
        EngineOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellation
    )
    {
        var node = await storage.Nodes.StartAsync(cancellation);
        var lanes = new LaneTable(storage.Lanes);
        await lanes.LoadAsync(cancellation);
        var keys = new KeyRing(storage.Keys, clock);
        await keys.LoadAsync(cancellation);
        var engine = new TaskEngine(storage, node, lanes, keys, callbackSender, options, clock, loggers);
        engine.Start();
        return engine;
    }

    /// <summary>
    /// Stops: no more claims, workers told to drain, what they still hold after the stop timeout given back (counting
    /// nothing). Idempotent.
    /// </summary>
    public Task StopAsync(CancellationToken cancellation) => stopped ??= StopOnceAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        sweeps.Dispose();
        keys.Dispose();
        health.Dispose();
        callbacks.Dispose();
        stopping.Dispose();
        await storage.DisposeAsync();
    }

    private void Start()
    {
        loop.Start();
        sweeps.NoteIn(TimeSpan.Zero); // what fell due while nobody looked
        working = Task.WhenAll(duties.Select(duty => Task.Run(() => duty(stopping.Token), CancellationToken.None)));
    }

    private async Task StopOnceAsync(CancellationToken cancellation)
    {
        dispatcher.Stop();
        var connected = workers.Connected();
        foreach (var worker in connected)
        {
            worker.Link.Drain();
        }

        await WaitForWorkersAsync(cancellation);
        await workers.ReleaseAllAsync();
        waiters.Close();
        foreach (var worker in connected)
        {
            worker.Link.Close(WorkerCloseReason.Stopping);
        }

        await stopping.CancelAsync();
        await loop.StopAsync();
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WaitForWorkersAsync(CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), clock);
        try
        {
            while (
                !loop.Fatal.IsCompleted && workers.HeldLeases > 0 && clock.GetElapsedTime(began) < options.StopTimeout
            )
            {
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The stop is in a hurry: what is held is given back at once.
        }
    }
}
