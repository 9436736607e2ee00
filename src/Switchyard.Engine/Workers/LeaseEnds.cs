using Microsoft.Extensions.Logging;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers;

/// <summary>How leases end by their workers: settled, left behind, or given back because the node goes.</summary>
internal sealed partial class LeaseEnds(
    Dispatcher dispatcher,
    RoundLoop loop,
    LeaseLogs logs,
    WorkerResults results,
    EngineMetrics metrics,
    TimeSpan leaseTime,
    ILogger logger
)
{
    /// <summary>
    /// Settles what a session reports. What is taken in is recorded even if the connection dies meanwhile: until it is in
    /// a round its lease counts as settling, and not as lost.
    /// </summary>
    /// <param name="session">Who reports; null for a polling worker that is not registered.</param>
    /// <param name="settlements">What.</param>
    /// <param name="stopping">Ends the wait for an outage's end.</param>
    public async ValueTask<IReadOnlyList<SettlementResult>> SettleAsync(
        WorkerSession? session,
        IReadOnlyList<WorkerSettlement> settlements,
        CancellationToken stopping
    )
    {
        var taken = Take(session, settlements);
        try
        {
            await taken.Logged;
            if (taken.News.Count > 0)
            {
                // A round of its own: the one that ends the lease would refuse it.
                await loop.RunAsync(RoundOperations.Renew(taken.News));
            }

            var translated = new Settlement[taken.Settlements.Count];
            for (var i = 0; i < translated.Length; i++)
            {
                translated[i] = await results.TranslateAsync(taken.Settlements[i], stopping);
            }

            return taken.Merge(await PostAsync(translated));
        }
        catch (OperationCanceledException)
        {
            Abandon(session, taken.Leases);
            throw RoundLoop.Stopping();
        }
        catch
        {
            Abandon(session, taken.Leases);
            throw;
        }
    }

    /// <summary>A session is over: what it held goes back to the queue, and counts towards quarantine.</summary>
    public void Lose(WorkerSession session, IReadOnlyList<HeldLease> leases)
    {
        if (leases.Count > 0)
        {
            LogLost(logger, session.Hello.Id, leases.Count);
        }

        foreach (var part in leases.Chunk(RoundLoop.MaxRound))
        {
            Lose(part);
        }
    }

    /// <summary>Gives back all that is held, counting nothing: the node is going, not the workers.</summary>
    public async Task ReleaseAllAsync()
    {
        try
        {
            do
            {
                await loop.RunAsync(RoundOperations.Settle(RoundLoop.MaxRound, dispatcher.ReleaseSome));
            } while (dispatcher.BoundLeases > 0);
        }
        catch (StorageUnavailableException)
        {
            LogNotReleased(logger, dispatcher.BoundLeases);
        }
    }

    /// <summary>Gives leases back, counting nothing.</summary>
    public async ValueTask ReleaseAsync(IReadOnlyList<HeldLease> leases)
    {
        foreach (var part in leases.Chunk(RoundLoop.MaxRound))
        {
            Settlement[] released = [.. part.Select(lease => Settlement.Released(lease.JobId, lease.Token))];
            await loop.RunAsync(RoundOperations.Settle(released));
        }
    }

    /// <summary>Tells the loop what became of leases whose workers never heard of them.</summary>
    public void Post(IReadOnlyList<Settlement> settlements) =>
        // When the engine has stopped the next start puts them back.
        loop.TryPost(RoundOperations.Settle(settlements));

    private SettlementIntake Take(WorkerSession? session, IReadOnlyList<WorkerSettlement> settlements)
    {
        lock (dispatcher.Gate)
        {
            var taken = new SettlementIntake(session, settlements, dispatcher.Leases, leaseTime);
            metrics.NoteForeign(settlements.Count - taken.Settlements.Count);
            taken.Logged = logs.FlushAsync(taken.Leases);
            return taken;
        }
    }

    private async ValueTask<IReadOnlyList<SettlementResult>> PostAsync(Settlement[] settlements)
    {
        if (settlements.Length <= RoundLoop.MaxRound)
        {
            return settlements.Length == 0 ? [] : await loop.RunAsync(RoundOperations.Settle(settlements));
        }

        var answers = new List<SettlementResult>(settlements.Length);
        foreach (var part in settlements.Chunk(RoundLoop.MaxRound))
        {
            answers.AddRange(await loop.RunAsync(RoundOperations.Settle(part)));
        }

        return answers;
    }

    private void Abandon(WorkerSession? session, IReadOnlyList<HeldLease> leases)
    {
        var left = new List<HeldLease>();
        lock (dispatcher.Gate)
        {
            foreach (var lease in leases)
            {
                lease.IsSettling = false;
                if (session is { IsClosed: true } && dispatcher.Leases.Find(lease.JobId, lease.Token) == lease)
                {
                    left.Add(lease);
                }
            }
        }

        if (left.Count > 0)
        {
            Lose(session!, left);
        }
    }

    /// <summary>What its worker reported and is not stored yet breaks the row of lapses: that first, in a round before.</summary>
    private void Lose(HeldLease[] leases)
    {
        Settlement[] lost = [.. leases.Select(lease => Settlement.Lost(lease.JobId, lease.Token))];
        Renewal[] news;
        lock (dispatcher.Gate)
        {
            news = [.. leases.Where(lease => lease.HasNews).Select(lease => lease.Renewal(leaseTime))];
        }

        if (news.Length == 0)
        {
            Post(lost);
        }
        else
        {
            loop.TryPost(RoundOperations.Renew(news, () => Post(lost)));
        }
    }

    [LoggerMessage(1104, LogLevel.Warning, "Worker {Worker} left {Jobs} jobs behind; they go back to the queue.")]
    private static partial void LogLost(ILogger logger, string worker, int jobs);

    [LoggerMessage(1105, LogLevel.Warning, "{Jobs} leases could not be given back; the next start puts them back.")]
    private static partial void LogNotReleased(ILogger logger, int jobs);
}
