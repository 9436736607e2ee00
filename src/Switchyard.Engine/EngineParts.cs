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
using Switchyard.Engine.Leases;
using Switchyard.Engine.Maintenance;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine;

/// <summary>The parts of an engine, put together; who needs whom is written here and nowhere else.</summary>
internal sealed class EngineParts : IDisposable
{
    private readonly CallbackLoop callbacks;
    private readonly BulkWalk walk;

    public EngineParts(
        IStorage storage,
        NodeStart node,
        LaneTable lanes,
        KeyRing keys,
        ICallbackSender callbackSender,
        ICalendars calendars,
        EngineOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        object scope,
        CancellationToken stopping
    )
    {
        Metrics = new EngineMetrics(scope, lanes);
        var cache = new JobCache();
        Events = new EventRing(node.Node, lanes);
        Sweeps = new SweepSchedule(clock);
        var aliases = new TypeAliases(options.TypeAliases);
        Exec = new ExecGate(options, aliases);
        Dispatcher = new Dispatcher(lanes, aliases, options.LeaseTime, node.Node, clock);
        var contents = new LeasedContents(lanes, storage.Blobs, clock);
        var mail = new WorkerMail(contents, Dispatcher);
        callbacks = new CallbackLoop(
            storage.Jobs,
            storage.Blobs,
            keys,
            callbackSender,
            Metrics,
            clock,
            loggers.CreateLogger<CallbackLoop>()
        );
        var tally = new RunTally(lanes, clock);
        var publisher = new RoundPublisher(
            Dispatcher,
            lanes,
            new SnapshotWriter(cache),
            Waiters,
            Events,
            mail,
            callbacks,
            tally,
            Sweeps,
            Metrics,
            new EngineTraces(lanes, node.Store.Split(' ')[0].ToLowerInvariant(), clock),
            clock
        );
        Loop = new RoundLoop(
            storage.Rounds,
            Dispatcher,
            Sweeps,
            publisher,
            Metrics,
            clock,
            loggers.CreateLogger<RoundLoop>()
        );
        Sweeps.Due += Loop.Wake;
        var logs = new LeaseLogs(
            Dispatcher.Gate,
            storage.Logs,
            Lines,
            options.MaxLogBytes,
            Metrics,
            clock,
            loggers.CreateLogger<LeaseLogs>()
        );
        Ends = new LeaseEnds(
            Dispatcher,
            Loop,
            logs,
            new WorkerResults(storage.Blobs, clock),
            Metrics,
            options.LeaseTime,
            loggers.CreateLogger<LeaseEnds>()
        );
        contents.Settle = Ends.Post;
        Audit = new AuditTrail(storage.Audit);
        Workers = new WorkerRegistry(
            Dispatcher,
            Loop,
            logs,
            Ends,
            Audit,
            Metrics,
            clock,
            loggers.CreateLogger<WorkerRegistry>(),
            stopping
        );
        PollingWorkers = new PollingWorkers(
            Dispatcher,
            Loop,
            Workers,
            contents,
            Ends,
            new LeaseReports(Dispatcher, Loop, logs, storage, options.LeaseTime),
            Audit,
            clock
        );
        keys.Removed += Workers.CloseOf;
        var maintenance = new MaintenanceLoop(
            storage.Maintenance,
            new MaintenanceChanges(Loop, publisher),
            options,
            clock,
            loggers.CreateLogger<MaintenanceLoop>()
        );
        Health = new HealthProbe(storage.Nodes, Loop, clock);
        var gate = new SubmitGate(lanes, Exec, options);
        Jobs = new JobQueue(Loop, Dispatcher, lanes, cache, Waiters, gate, storage, clock);
        Logs = new JobLogs(Jobs, storage.Logs, Lines, Waiters, clock);
        walk = new BulkWalk(storage.Jobs, Loop, clock);
        Bulk = new BulkActions(storage.Bulk, storage.Audit, walk, lanes, clock, loggers.CreateLogger<BulkActions>());
        var known = new CalendarCache(calendars);
        var maker = new RunMaker(Loop, lanes, gate, storage.ScheduleRuns);
        Scheduler = new ScheduleLoop(storage, known, maker, tally, Loop, clock, loggers.CreateLogger<ScheduleLoop>());
        var checks = new ScheduleChecks(known, Exec);
        Schedules = new ScheduleRegister(storage, Jobs, checks, known, maker, tally, Scheduler, clock);
        Backups = new BackupFolder(options.BackupFolder, storage.Maintenance, storage.Audit, clock);
        EngineGauges.AddCounts(Metrics);
        var pending = new PendingAge(storage.Jobs, lanes, clock);
        EngineGauges.AddStates(Metrics, lanes, Dispatcher, Loop, Workers, pending);
        var pulse = new DispatchPulse(Dispatcher, Loop, clock);
        Duties =
        [
            pulse.RunAsync,
            logs.RunAsync,
            mail.SendLargeAsync,
            Workers.ForgetSilentAsync,
            maintenance.RunAsync,
            callbacks.RunAsync,
            Bulk.RunAsync,
            Scheduler.RunAsync,
            pending.RunAsync,
        ];
    }

    /// <summary>What goes on beside the loop, until cancelled.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Duties { get; }

    public RoundLoop Loop { get; }

    public Dispatcher Dispatcher { get; }

    public SweepSchedule Sweeps { get; }

    public EngineMetrics Metrics { get; }

    public EventRing Events { get; }

    public LeaseEnds Ends { get; }

    public WorkerRegistry Workers { get; }

    public PollingWorkers PollingWorkers { get; }

    public ExecGate Exec { get; }

    public JobQueue Jobs { get; }

    public JobLogs Logs { get; }

    public BulkActions Bulk { get; }

    public ScheduleLoop Scheduler { get; }

    public ScheduleRegister Schedules { get; }

    public AuditTrail Audit { get; }

    public BackupFolder Backups { get; }

    public HealthProbe Health { get; }

    /// <summary>Who waits for jobs to end.</summary>
    public JobWaiters Waiters { get; } = new();

    /// <summary>Who waits for Lines of a job's log.</summary>
    public JobWaiters Lines { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Sweeps.Dispose();
        Loop.Dispose();
        Health.Dispose();
        callbacks.Dispose();
        Metrics.Dispose();
        walk.Dispose();
        Scheduler.Dispose();
        Backups.Dispose();
    }
}
