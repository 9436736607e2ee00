using Microsoft.Extensions.Logging;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers;

/// <summary>The sessions of this node by worker name, and all that they ask for.</summary>
internal sealed partial class WorkerRegistry(
    Dispatcher dispatcher,
    RoundLoop loop,
    LeaseReports reports,
    WorkerResults results,
    TimeProvider clock,
    ILogger logger
) : IWorkers
{
    /// <summary>How long a worker that left is still listed.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);

    /// <summary>Workers that left and are still listed: beyond this the oldest go first.</summary>
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<string, WorkerSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkerStatus> left = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IWorkerSession Connect(WorkerHello hello, IWorkerLink link)
    {
        var session = new WorkerSession(hello, link, this, clock.GetUtcNow());
        WorkerSession? replaced;
        lock (dispatcher.Gate)
        {
            sessions.TryGetValue(hello.Id, out replaced);
            sessions[hello.Id] = session;
            left.Remove(hello.Id);
            dispatcher.Classes.Add(session);
        }

        if (replaced is not null)
        {
            LogReplaced(logger, hello.Id);
            PostLost(replaced, End(replaced));
            replaced.Link.Close(WorkerCloseReason.Replaced);
        }

        LogConnected(logger, hello.Id, hello.Capacity);
        loop.Wake();
        return session;
    }

    /// <inheritdoc/>
    public IReadOnlyList<WorkerStatus> List()
    {
        lock (dispatcher.Gate)
        {
            Forget();
            return
            [
                .. sessions
                    .Values.Select(session => StatusOf(session, isOnline: true))
                    .Concat(left.Values)
                    .OrderBy(status => status.Hello.Id, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Leases that sessions hold.</summary>
    public int HeldLeases
    {
        get
        {
            lock (dispatcher.Gate)
            {
                return dispatcher.Leases.Count;
            }
        }
    }

    /// <summary>All that are connected.</summary>
    public IReadOnlyList<WorkerSession> Connected()
    {
        lock (dispatcher.Gate)
        {
            return [.. sessions.Values];
        }
    }

    /// <summary>Gives back all that is held, counting nothing: the node is going, not the workers.</summary>
    public async Task ReleaseAllAsync()
    {
        Settlement[] held;
        lock (dispatcher.Gate)
        {
            held = [.. dispatcher.Leases.All.Select(lease => Settlement.Released(lease.JobId, lease.Token))];
        }

        if (held.Length == 0)
        {
            return;
        }

        try
        {
            await loop.RunAsync(RoundOperations.Settle(held));
        }
        catch (Exception problem) when (problem is StorageUnavailableException or StorageFatalException)
        {
            LogNotReleased(logger, held.Length);
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

    internal async ValueTask<IReadOnlyList<SettlementResult>> SettleAsync(
        WorkerSession session,
        IReadOnlyList<WorkerSettlement> settlements,
        CancellationToken cancellation
    )
    {
        session.LastSeenAt = clock.GetUtcNow();
        await reports.FlushLogsAsync(settlements, cancellation);
        var translated = new Settlement[settlements.Count];
        for (var i = 0; i < translated.Length; i++)
        {
            translated[i] = await results.TranslateAsync(settlements[i], cancellation);
        }

        return await loop.RunAsync(RoundOperations.Settle(translated));
    }

    internal bool Report(WorkerSession session, long jobId, long token, Action<HeldLease> note)
    {
        lock (dispatcher.Gate)
        {
            if (dispatcher.Leases.Find(jobId, token) is not { } lease || lease.Session != session)
            {
                return false;
            }

            lease.Reported = true;
            note(lease);
            return true;
        }
    }

    internal bool Log(WorkerSession session, long jobId, long token, ReadOnlyMemory<byte> text) =>
        Report(session, jobId, token, lease => reports.Append(lease, text.Span));

    internal void Seen(WorkerSession session, int? pending)
    {
        lock (dispatcher.Gate)
        {
            session.LastSeenAt = clock.GetUtcNow();
            session.ReportedPending = pending ?? session.ReportedPending;
        }
    }

    internal void Update(WorkerSession session, WorkerHello hello)
    {
        lock (dispatcher.Gate)
        {
            if (session.IsClosed)
            {
                return;
            }

            dispatcher.Classes.Remove(session);
            session.Hello = hello with { Id = session.Hello.Id };
            dispatcher.Classes.Add(session);
        }

        loop.Wake();
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
        if (End(session) is { } lost)
        {
            LogLeft(logger, session.Hello.Id);
            PostLost(session, lost);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends a session; the answer is what it leaves behind, null when it had ended before.</summary>
    private Settlement[]? End(WorkerSession session)
    {
        lock (dispatcher.Gate)
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
                Forget();
                left[session.Hello.Id] = StatusOf(session, isOnline: false);
            }

            return [.. session.Leases.Select(lease => Settlement.Lost(lease.JobId, lease.Token))];
        }
    }

    private void PostLost(WorkerSession session, Settlement[]? lost)
    {
        if (lost is not { Length: > 0 })
        {
            return;
        }

        LogLost(logger, session.Hello.Id, lost.Length);
        try
        {
            loop.Post(RoundOperations.Settle(lost));
        }
        catch (StorageUnavailableException)
        {
            // The node is stopping: what it held is put back when it starts again.
        }
    }

    private void Forget()
    {
        var oldest = clock.GetUtcNow() - Remembered;
        foreach (var (id, status) in left.OrderBy(entry => entry.Value.LastSeenAt).ToList())
        {
            if (status.LastSeenAt < oldest || left.Count >= MaxRemembered)
            {
                left.Remove(id);
            }
        }
    }

    private WorkerStatus StatusOf(WorkerSession session, bool isOnline) =>
        new(
            session.Hello,
            isOnline,
            session.IsDraining,
            isOnline ? session.Leases.Count : 0,
            session.ReportedPending,
            session.ConnectedAt,
            isOnline ? session.LastSeenAt : clock.GetUtcNow()
        );
}
