using Switchyard.Engine.Leases;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Workers;

/// <summary>Workers without a connection, who are there for as long as they are heard of.</summary>
internal sealed partial class WorkerRegistry
{
    /// <summary>Registered at once: beyond it nobody is added, since unlike a connection a name costs its owner nothing.</summary>
    internal const int MaxPolling = 10_000;

    /// <summary>How long one that says nothing is waited for, at least.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private int polling;

    /// <summary>Cancelled when the engine gives up waiting for workers.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>Puts a polling worker in service, or changes one that is.</summary>
    public PollingAccess Register(WorkerHello hello, TimeSpan? leaseTime)
    {
        lock (dispatcher.Gate)
        {
            var time = leaseTime ?? dispatcher.LeaseTime;
            var found = sessions.GetValueOrDefault(hello.Id);
            if (found is not null && (!Owns(hello.Caller, found.Hello.Caller) || IsReserved(found, hello)))
            {
                return PollingAccess.Denied;
            }

            if (found is { Polls: not null })
            {
                found.IsDraining = false;
                found.LastSeenAt = clock.GetUtcNow();
                Change(found, hello, time);
                return PollingAccess.Granted;
            }

            if (polling == MaxPolling)
            {
                return PollingAccess.Full;
            }

            polling++;
            var polls = new PollQueue(dispatcher);
            Enter(new WorkerSession(hello, polls, this, ends, clock.GetUtcNow(), time, stopping) { Polls = polls });
            return PollingAccess.Registered;
        }
    }

    /// <summary>The session of a polling worker; null without access.</summary>
    public PollingAccess Find(WorkerName worker, out WorkerSession? session)
    {
        lock (dispatcher.Gate)
        {
            session = null;
            if (sessions.GetValueOrDefault(worker.Id) is not { Polls: not null } found)
            {
                return PollingAccess.Unknown;
            }

            if (!Owns(worker.Caller, found.Hello.Caller))
            {
                return PollingAccess.Denied;
            }

            session = found;
            return PollingAccess.Granted;
        }
    }

    /// <summary>Takes a polling worker out of service; answers what it holds.</summary>
    public IReadOnlyList<HeldLease> Retire(WorkerSession session)
    {
        List<HeldLease> held;
        lock (dispatcher.Gate)
        {
            held = [.. session.Leases.Where(lease => !lease.IsSettling)];
            if (End(session) is null)
            {
                return [];
            }
        }

        session.Link.Close(WorkerCloseReason.Stopping);
        LogLeft(logger, session.Hello.Id);
        return held;
    }

    /// <summary>Forgets polling workers that are no longer heard of, until cancelled; their leases lapse.</summary>
    public async Task ForgetSilentAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            foreach (var session in Connected().Where(IsSilent))
            {
                LogSilent(logger, session.Hello.Id);
                Retire(session);
            }
        }
    }

    private bool IsSilent(WorkerSession session)
    {
        lock (dispatcher.Gate)
        {
            var patience = session.LeaseTime * 2 > Patience ? session.LeaseTime * 2 : Patience;
            return session.Polls is { Demand: 0 } && clock.GetUtcNow() - session.LastSeenAt > patience;
        }
    }

    private static bool Owns(Accounts.Caller caller, Accounts.Caller worker) =>
        caller.Sees is null || caller.Owner == worker.Owner;

    /// <summary>A lease of a polling worker is its own as long as it renews it, session or not.</summary>
    private void Forget(WorkerSession session)
    {
        polling--;
        foreach (var lease in session.Leases.ToArray())
        {
            dispatcher.Leases.Remove(lease.JobId, lease.Token);
        }
    }
}
