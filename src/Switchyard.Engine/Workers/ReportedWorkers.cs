using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Workers;

/// <summary>Workers that are known by their heartbeats alone. Guarded by the dispatcher's lock.</summary>
internal sealed class ReportedWorkers(TimeProvider clock)
{
    /// <summary>Beyond this nobody is added: a name costs its owner nothing.</summary>
    internal const int MaxKept = 10_000;

    /// <summary>One that says nothing for so long is offline.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>And forgotten after this.</summary>
    internal static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly Dictionary<string, WorkerStatus> byId = new(StringComparer.Ordinal);

    /// <summary>What is known of a worker.</summary>
    public WorkerStatus? Find(string id) => byId.TryGetValue(id, out var found) ? Now(found) : null;

    /// <summary>A worker of this name is in service.</summary>
    public void Remove(string id) => byId.Remove(id);

    /// <summary>Takes a heartbeat.</summary>
    public PollingAccess Take(WorkerName worker, WorkerReport report)
    {
        var now = clock.GetUtcNow();
        if (byId.GetValueOrDefault(worker.Id) is not { } known)
        {
            Forget();
            if (byId.Count >= MaxKept)
            {
                return PollingAccess.Full;
            }

            byId[worker.Id] = Change(NewStatus(worker, report, now), report, now);
            return PollingAccess.Registered;
        }

        if (worker.Caller.Sees is not null && worker.Caller.Owner != known.Hello.Caller.Owner)
        {
            return PollingAccess.Denied;
        }

        byId[worker.Id] = Change(known, report, now);
        return PollingAccess.Granted;
    }

    /// <summary>Those that are remembered.</summary>
    public IEnumerable<WorkerStatus> All()
    {
        Forget();
        return byId.Values.Select(Now);
    }

    private static WorkerStatus NewStatus(WorkerName worker, WorkerReport report, DateTimeOffset now)
    {
        var hello = new WorkerHello
        {
            Id = worker.Id,
            Dialect = report.Dialect,
            Caller = worker.Caller,
            Types = [],
            Capacity = 1,
            Address = report.Address,
        };
        return new WorkerStatus(hello, true, false, 0, 0, now, now) { IsReportedOnly = true };
    }

    private static WorkerStatus Change(WorkerStatus known, WorkerReport report, DateTimeOffset now) =>
        known with
        {
            Hello = known.Hello with
            {
                Types = report.Types ?? known.Hello.Types,
                Tags = report.Tags ?? known.Hello.Tags,
                Capacity = report.MaxTasks ?? known.Hello.Capacity,
                Address = report.Address,
            },
            Held = report.CurrentTasks ?? known.Held,
            System = report.System ?? known.System,
            LastSeenAt = now,
        };

    private WorkerStatus Now(WorkerStatus status) =>
        status with
        {
            IsOnline = clock.GetUtcNow() - status.LastSeenAt <= Patience,
        };

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (id, status) in byId)
        {
            if (now - status.LastSeenAt > Remembered)
            {
                byId.Remove(id); // allowed while it is walked
            }
        }
    }
}
