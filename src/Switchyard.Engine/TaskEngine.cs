using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Maintenance;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

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
    private readonly LeaseEnds ends;
    private readonly WorkerRegistry workers;
    private readonly KeyRing keys;
    private readonly HealthProbe health;
    private readonly CallbackLoop callbacks;
    private readonly EngineMetrics metrics;
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<CancellationToken, Task>[] duties;
    private Task working = Task.CompletedTask;
    private readonly Lock stopGate = new();
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
        metrics = new EngineMetrics(this, lanes);
        var cache = new JobCache();
        var events = new EventRing(node.Node);
        sweeps = new SweepSchedule(clock);
        dispatcher = new Dispatcher(lanes, new TypeAliases(options.TypeAliases), options.LeaseTime, node.Node, clock);
        var contents = new LeasedContents(lanes, storage.Blobs, clock);
        var mail = new WorkerMail(contents, dispatcher);
        callbacks = new CallbackLoop(
            storage.Jobs,
            storage.Blobs,
            keys,
            callbackSender,
            metrics,
            clock,
            loggers.CreateLogger<CallbackLoop>()
        );
        var publisher = new RoundPublisher(
            dispatcher,
            lanes,
            new SnapshotWriter(cache),
            waiters,
            events,
            mail,
            callbacks,
            sweeps,
            metrics
        );
        loop = new RoundLoop(
            storage.Rounds,
            dispatcher,
            sweeps,
            publisher,
            metrics,
            clock,
            loggers.CreateLogger<RoundLoop>()
        );
        sweeps.Due += loop.Wake;
        var logs = new LeaseLogs(
            dispatcher.Gate,
            storage.Logs,
            options.MaxLogBytes,
            metrics,
            clock,
            loggers.CreateLogger<LeaseLogs>()
        );
        ends = new LeaseEnds(
            dispatcher,
            loop,
            logs,
            new WorkerResults(storage.Blobs, clock),
            metrics,
            options.LeaseTime,
            loggers.CreateLogger<LeaseEnds>()
        );
        contents.Settle = ends.Post;
        workers = new WorkerRegistry(
            dispatcher,
            loop,
            logs,
            ends,
            metrics,
            clock,
            loggers.CreateLogger<WorkerRegistry>(),
            stopping.Token
        );
        PollingWorkers = new PollingWorkers(
            dispatcher,
            loop,
            workers,
            contents,
            ends,
            new LeaseReports(dispatcher, loop, logs, storage, options.LeaseTime),
            clock
        );
        keys.Removed += workers.CloseOf;
        var maintenance = new MaintenanceLoop(
            storage.Maintenance,
            new MaintenanceChanges(loop, publisher),
            options,
            clock,
            loggers.CreateLogger<MaintenanceLoop>()
        );
        health = new HealthProbe(storage.Nodes, loop, clock);
        Jobs = new JobQueue(loop, dispatcher, lanes, cache, waiters, new SubmitGate(lanes, options), storage, clock);
        Events = events;
        Audit = new AuditTrail(storage.Audit);
        EngineGauges.AddCounts(metrics);
        EngineGauges.AddStates(metrics, lanes, dispatcher, loop, workers);
        var pulse = new DispatchPulse(dispatcher, loop, clock);
        duties =
        [
            pulse.RunAsync,
            logs.RunAsync,
            mail.SendLargeAsync,
            workers.ForgetSilentAsync,
            maintenance.RunAsync,
            callbacks.RunAsync,
        ];
    }

    /// <summary>Jobs.</summary>
    public IJobs Jobs { get; }

    /// <summary>Workers.</summary>
    public IWorkers Workers => workers;

    /// <summary>Workers without a connection.</summary>
    public IPollingWorkers PollingWorkers { get; }

    /// <summary>API keys.</summary>
    public IKeys Keys => keys;

    /// <summary>Who did what.</summary>
    public IAuditTrail Audit { get; }

    /// <summary>The live stream.</summary>
    public IEventFeed Events { get; }

    /// <summary>Health.</summary>
    public IEngineHealth Health => health;

    /// <summary>The round loop, for tests that wait for it to turn.</summary>
    internal RoundLoop Loop => loop;

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
    /// nothing), waits ended. Idempotent: every caller gets the end of the one stop.
    /// </summary>
    /// <param name="cancellation">Ends the wait for workers; of the first caller.</param>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (stopGate)
        {
            return stopped ??= Task.Run(() => StopOnceAsync(cancellation), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        sweeps.Dispose();
        keys.Dispose();
        health.Dispose();
        callbacks.Dispose();
        metrics.Dispose();
        stopping.Dispose();
        await storage.DisposeAsync();
    }

    private void Start()
    {
        loop.Start();
        sweeps.NoteIn(TimeSpan.Zero); // what fell due while nobody looked
        working = Task.WhenAll(duties.Select(duty => Task.Run(() => WorkAsync(duty), CancellationToken.None)));
    }

    /// <summary>A duty that ended in silence would leave the engine without renewals, say: it takes the engine along.</summary>
    private async Task WorkAsync(Func<CancellationToken, Task> duty)
    {
        try
        {
            await duty(stopping.Token);
        }
        catch (Exception problem) when (stopping.IsCancellationRequested)
        {
            _ = problem; // its work is cut off
        }
        catch (Exception problem)
        {
            loop.Abort(problem);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellation)
    {
        workers.Drain();
        await WaitForWorkersAsync(cancellation);
        await stopping.CancelAsync();
        await ends.ReleaseAllAsync();
        await loop.StopAsync();
        waiters.Close();
        workers.Close();
        await working;
    }

    private async Task WaitForWorkersAsync(CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), clock);
        try
        {
            // A round under way may lease something still.
            await loop.RunAsync(RoundOperations.Turn()).AsTask().WaitAsync(options.StopTimeout, clock, cancellation);
            while (
                !loop.Fatal.IsCompleted
                && dispatcher.HeldLeases > 0
                && clock.GetElapsedTime(began) < options.StopTimeout
            )
            {
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (Exception problem) when (problem is StorageUnavailableException or TimeoutException)
        {
            // The store is out: nothing can be finished.
        }
        catch (OperationCanceledException)
        {
            // The stop is in a hurry: what is held is given back at once.
        }
    }
}
