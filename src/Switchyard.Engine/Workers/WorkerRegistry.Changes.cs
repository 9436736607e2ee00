using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Workers;

/// <summary>What operators set of workers, and heartbeats by hand.</summary>
internal sealed partial class WorkerRegistry
{
    private readonly WorkerChanges changes = new();
    private readonly ReportedWorkers reported = new(clock);

    /// <inheritdoc/>
    public WorkerStatus? Find(string worker)
    {
        lock (dispatcher.Gate)
        {
            return sessions.TryGetValue(worker, out var session)
                ? session.Status(isOnline: true)
                : AsSet(departed.Find(worker) ?? reported.Find(worker));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PollingAccess> ChangeAsync(
        string worker,
        Actor by,
        WorkerChange change,
        CancellationToken cancellation
    )
    {
        if (Find(worker) is not { } found)
        {
            return PollingAccess.Unknown;
        }

        if (!Owns(by.Caller, found.Hello.Caller))
        {
            return PollingAccess.Denied;
        }

        // Recorded first: what nobody could be held to is not done.
        await audit.RecordAsync(by.Does(AuditActions.WorkerChange, $"worker {worker}", Describe(change)), cancellation);
        lock (dispatcher.Gate)
        {
            changes.Add(worker, change);
            if (sessions.TryGetValue(worker, out var session))
            {
                Change(session, session.Said, session.LeaseTime);
            }
        }

        LogChanged(logger, worker, by.Caller.KeyName, Describe(change));
        return PollingAccess.Granted;
    }

    /// <inheritdoc/>
    public PollingAccess Report(WorkerName worker, WorkerReport report)
    {
        lock (dispatcher.Gate)
        {
            if (!sessions.TryGetValue(worker.Id, out var session))
            {
                departed.Remove(worker.Id);
                return reported.Take(worker, report);
            }

            if (!Owns(worker.Caller, session.Hello.Caller))
            {
                return PollingAccess.Denied;
            }

            Seen(session, new SignOfLife(System: report.System));
            return PollingAccess.Granted;
        }
    }

    private void Change(WorkerSession session, WorkerHello hello, TimeSpan leaseTime)
    {
        dispatcher.Classes.Remove(session);
        session.LeaseTime = leaseTime;
        Apply(session, hello);
        dispatcher.Classes.Add(session);
        loop.Wake();
    }

    /// <summary>What a worker is: what it says, and what an operator set over it.</summary>
    private void Apply(WorkerSession session, WorkerHello said)
    {
        session.Said = said;
        session.Set = changes.Of(said.Id);
        session.Hello = session.Set.ApplyTo(said);
    }

    private static string Describe(WorkerChange change) =>
        string.Join(
            ", ",
            new[]
            {
                change.MaxTasks is { } max ? $"max_tasks {max}" : null,
                change.Tags is { } tags ? $"tags [{string.Join(' ', tags)}]" : null,
                change.Enabled is { } enabled ? (enabled ? "enabled" : "disabled") : null,
            }.OfType<string>()
        );

    private WorkerStatus? AsSet(WorkerStatus? status)
    {
        if (status is null)
        {
            return null;
        }

        var set = changes.Of(status.Hello.Id);
        return status with { Hello = set.ApplyTo(status.Hello), IsEnabled = set.IsEnabled };
    }
}
