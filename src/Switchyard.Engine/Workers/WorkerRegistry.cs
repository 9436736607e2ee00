using Microsoft.Extensions.Logging;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Leases;

namespace Switchyard.Engine.Workers;

/// <summary>The sessions of this node by worker name, and all that they ask for.</summary>
/// <param name="dispatcher">Gives them jobs; its lock guards what is here.</param>
/// <param name="loop">Turned when there may be something to give.</param>
/// <param name="logs">Takes what workers say.</param>
/// <param name="ends">Takes what became of their leases.</param>
/// <param name="audit">Told what operators set.</param>
/// <param name="metrics">Told of reports that are refused.</param>
/// <param name="clock">Where time comes from.</param>
/// <param name="logger">Told who comes and goes.</param>
/// <param name="stopping">Cancelled when the engine gives up waiting for workers.</param>
internal sealed partial class WorkerRegistry(
    Dispatcher dispatcher,
    RoundLoop loop,
    LeaseLogs logs,
    LeaseEnds ends,
    AuditTrail audit,
    EngineMetrics metrics,
    TimeProvider clock,
    ILogger logger,
    CancellationToken stopping
) : IWorkers
{
    private readonly Dictionary<string, WorkerSession> sessions = new(StringComparer.Ordinal);
    private readonly DepartedWorkers departed = new(clock);
    private bool isClosed;

    /// <inheritdoc/>
    public IWorkerSession Connect(WorkerHello hello, IWorkerLink link)
    {
        var session = new WorkerSession(hello, link, this, ends, clock.GetUtcNow(), dispatcher.LeaseTime, stopping);
        Enter(session);
        return session;
    }

    private void Enter(WorkerSession session)
    {
        var hello = session.Hello;
        WorkerSession? replaced;
        IReadOnlyList<HeldLease> lost = [];
        bool isStopping;
        lock (dispatcher.Gate)
        {
            isStopping = dispatcher.IsStopped;
            if (sessions.TryGetValue(hello.Id, out replaced))
            {
                if (IsReserved(replaced, hello))
                {
                    session.IsClosed = true;
                    session.Link.Close(WorkerCloseReason.Reserved);
                    return;
                }

                lost = End(replaced) ?? [];
            }

            sessions[hello.Id] = session;
            departed.Remove(hello.Id);
            reported.Remove(hello.Id);
            Apply(session, hello);
            dispatcher.Classes.Add(session);
        }

        if (replaced is not null)
        {
            LogReplaced(logger, hello.Id);
            ends.Lose(replaced, lost);
            replaced.Link.Close(WorkerCloseReason.Replaced);
        }

        LogConnected(logger, hello.Id, session.Capacity);
        if (isStopping)
        {
            Dismiss(session);
        }

        loop.Wake();
    }

    /// <inheritdoc/>
    public IReadOnlyList<WorkerStatus> List()
    {
        lock (dispatcher.Gate)
        {
            return
            [
                .. sessions
                    .Values.Select(session => session.Status(isOnline: true))
                    .Concat(departed.All().Concat(reported.All()).Select(status => AsSet(status)!))
                    .OrderBy(status => status.Hello.Id, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>How many are connected, and how many jobs they do at once.</summary>
    public (int Workers, long Slots) Load()
    {
        lock (dispatcher.Gate)
        {
            return (sessions.Count, sessions.Values.Sum(session => (long)session.Capacity));
        }
    }

    /// <summary>No worker gets further jobs: the node is going.</summary>
    public void Drain()
    {
        dispatcher.Stop();
        foreach (var session in Connected())
        {
            session.Link.Drain();
        }
    }

    /// <summary>Closes all connections, those to come as well.</summary>
    public void Close()
    {
        lock (dispatcher.Gate)
        {
            isClosed = true;
        }

        foreach (var session in Connected())
        {
            session.Link.Close(WorkerCloseReason.Stopping);
        }
    }

    /// <summary>Closes the connections that were made with a key that is removed.</summary>
    public void CloseOf(long owner)
    {
        foreach (var session in Connected().Where(session => session.Hello.Caller.Owner == owner))
        {
            session.Link.Close(WorkerCloseReason.Unauthorized);
            if (session.Polls is not null)
            {
                Retire(session); // no connection ends it
            }
        }
    }

    internal bool TryGetLease(WorkerSession session, long jobId, out long token)
    {
        lock (dispatcher.Gate)
        {
            token = dispatcher.Leases.Find(jobId, session)?.Token ?? 0;
            return token != 0;
        }
    }

    internal bool Progress(WorkerSession session, long jobId, long token, ReadOnlyMemory<byte> progress)
    {
        var copy = progress.ToArray(); // it is kept for longer than its frame
        return Report(session, jobId, token, lease => lease.Report(copy));
    }

    internal bool Log(WorkerSession session, long jobId, long token, ReadOnlyMemory<byte> text) =>
        Report(
            session,
            jobId,
            token,
            lease =>
            {
                lease.Report(null);
                logs.Append(lease, text.Span);
            }
        );

    internal Task WhenLogHasRoomAsync(CancellationToken cancellation)
    {
        lock (dispatcher.Gate)
        {
            return logs.WhenRoomAsync().WaitAsync(cancellation);
        }
    }

    internal void Seen(WorkerSession session, SignOfLife sign)
    {
        lock (dispatcher.Gate)
        {
            session.LastSeenAt = clock.GetUtcNow();
            session.ReportedPending = sign.Pending ?? session.ReportedPending;
            session.System = sign.System ?? session.System;
        }
    }

    internal void Update(WorkerSession session, WorkerHello hello)
    {
        lock (dispatcher.Gate)
        {
            if (!session.IsClosed)
            {
                Change(session, hello with { Id = session.Hello.Id }, session.LeaseTime);
            }
        }
    }

    internal void Drain(WorkerSession session)
    {
        lock (dispatcher.Gate)
        {
            session.IsDraining = true;
        }
    }

    internal ValueTask CloseAsync(WorkerSession session)
    {
        IReadOnlyList<HeldLease>? lost;
        lock (dispatcher.Gate)
        {
            lost = End(session);
        }

        if (lost is not null)
        {
            LogLeft(logger, session.Hello.Id);
            ends.Lose(session, lost);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Whoever took the name of the node's own worker would take its jobs away, by mistake or not.</summary>
    private static bool IsReserved(WorkerSession taken, WorkerHello hello) => taken.Hello.IsOwn && !hello.IsOwn;

    private List<WorkerSession> Connected()
    {
        lock (dispatcher.Gate)
        {
            return [.. sessions.Values];
        }
    }

    private bool Report(WorkerSession session, long jobId, long token, Action<HeldLease> note)
    {
        lock (dispatcher.Gate)
        {
            if (dispatcher.Leases.Find(jobId, token) is not { } lease || lease.Session != session)
            {
                metrics.NoteStale(StaleWrite.Report, 1);
                return false;
            }

            session.LastSeenAt = clock.GetUtcNow();
            note(lease);
            return true;
        }
    }

    private void Dismiss(WorkerSession session)
    {
        session.Link.Drain();
        lock (dispatcher.Gate)
        {
            if (!isClosed)
            {
                return;
            }
        }

        session.Link.Close(WorkerCloseReason.Stopping);
    }

    /// <summary>Ends a session; the answer is what it leaves behind, null when it had ended before.</summary>
    private List<HeldLease>? End(WorkerSession session)
    {
        if (session.IsClosed)
        {
            return null;
        }

        session.IsClosed = true;
        dispatcher.Classes.Remove(session);
        if (sessions.GetValueOrDefault(session.Hello.Id) == session)
        {
            sessions.Remove(session.Hello.Id);
            departed.Add(session.Status(isOnline: false));
        }

        if (session.Polls is not null)
        {
            Forget(session);
            return [];
        }

        return [.. session.Leases.Where(lease => !lease.IsSettling)];
    }
}
