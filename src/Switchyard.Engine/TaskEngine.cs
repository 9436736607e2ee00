using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Backups;
using Switchyard.Engine.Bulk;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
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
    private readonly LaneTable lanes;
    private readonly KeyRing keys;
    private readonly EngineParts parts;
    private readonly CancellationTokenSource stopping = new();
    private Task working = Task.CompletedTask;
    private readonly Lock stopGate = new();
    private Task? stopped;

    private TaskEngine(
        IStorage storage,
        NodeStart node,
        LaneTable lanes,
        KeyRing keys,
        ICallbackSender callbackSender,
        ICalendars calendars,
        EngineOptions options,
        TimeProvider clock,
        ILoggerFactory loggers
    )
    {
        (this.storage, this.lanes, this.keys, Store) = (storage, lanes, keys, node.Store);
        (this.options, this.clock) = (options, clock);
        parts = new EngineParts(
            storage,
            node,
            lanes,
            keys,
            callbackSender,
            calendars,
            options,
            clock,
            loggers,
            this,
            stopping.Token
        );
    }

    /// <summary>Jobs.</summary>
    public IJobs Jobs => parts.Jobs;

    /// <summary>Who may make jobs that run commands.</summary>
    public ExecGate Exec => parts.Exec;

    /// <summary>What workers said.</summary>
    public IJobLogs Logs => parts.Logs;

    /// <summary>Orders to many jobs at once.</summary>
    public IBulkActions Bulk => parts.Bulk;

    /// <summary>Schedules and their runs.</summary>
    public ISchedules Schedules => parts.Schedules;

    /// <summary>Workers.</summary>
    public IWorkers Workers => parts.Workers;

    /// <summary>Workers without a connection.</summary>
    public IPollingWorkers PollingWorkers => parts.PollingWorkers;

    /// <summary>API keys.</summary>
    public IKeys Keys => keys;

    /// <summary>Who did what.</summary>
    public IAuditTrail Audit => parts.Audit;

    /// <summary>Copies of the store.</summary>
    public IBackups Backups => parts.Backups;

    /// <summary>The live stream.</summary>
    public IEventFeed Events => parts.Events;

    /// <summary>Health.</summary>
    public IEngineHealth Health => parts.Health;

    /// <summary>The round loop, for tests that wait for it to turn.</summary>
    internal RoundLoop Loop => parts.Loop;

    /// <summary>The loop that fires schedules, for tests that wait for it to look.</summary>
    internal ScheduleLoop Scheduler => parts.Scheduler;

    /// <summary>Completes, faulted, when the store failed for good: the process must end with a non-zero code.</summary>
    public Task Fatal => parts.Loop.Fatal;

    /// <summary>The store and its version, for people.</summary>
    public string Store { get; }

    /// <summary>How long a lease lasts unless renewed.</summary>
    public TimeSpan LeaseTime => options.LeaseTime;

    /// <summary>Starts the engine on an open store: puts back what dead nodes held, loads lanes, counts and keys, and begins to turn rounds.</summary>
    /// <param name="storage">The open store; disposed with the engine.</param>
    /// <param name="callbackSender">Posts results to callback URLs.</param>
    /// <param name="calendars">Reads the cron texts of schedules.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public static async Task<TaskEngine> StartAsync(
        IStorage storage,
        ICallbackSender callbackSender,
        ICalendars calendars,
        EngineOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellation
    )
    {
        var node = await storage.Nodes.StartAsync(cancellation);
        var lanes = new LaneTable(storage.Lanes);
        await lanes.LoadAsync(cancellation);
        var keys = new KeyRing(storage.Keys);
        await keys.LoadAsync(cancellation);
        var engine = new TaskEngine(storage, node, lanes, keys, callbackSender, calendars, options, clock, loggers);
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
        parts.Dispose();
        keys.Dispose();
        lanes.Dispose();
        stopping.Dispose();
        await storage.DisposeAsync();
    }

    private void Start()
    {
        parts.Loop.Start();
        parts.Sweeps.NoteIn(TimeSpan.Zero); // what fell due while nobody looked
        working = Task.WhenAll(parts.Duties.Select(duty => Task.Run(() => WorkAsync(duty), CancellationToken.None)));
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
            parts.Loop.Abort(problem);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellation)
    {
        parts.Workers.Drain();
        await WaitForWorkersAsync(cancellation);
        await stopping.CancelAsync();
        using var patience = new CancellationTokenSource(RoundLoop.LastRoundLimit, clock);
        await using var ending = patience.Token.Register(parts.Loop.GiveUp);
        await parts.Ends.ReleaseAllAsync();
        await parts.Loop.StopAsync();
        parts.Waiters.Close();
        parts.Lines.Close();
        parts.Events.Close();
        parts.Workers.Close();
        await working;
    }

    private async Task WaitForWorkersAsync(CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), clock);
        try
        {
            // A round under way may lease something still.
            await parts
                .Loop.RunAsync(RoundOperations.Turn())
                .AsTask()
                .WaitAsync(options.StopTimeout, clock, cancellation);
            while (
                !parts.Loop.Fatal.IsCompleted
                && parts.Dispatcher.BoundLeases > 0
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
