using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers.Polling;

/// <summary>
/// The way to a worker that asks: what it waits for now, and what it is told when it next renews. Guarded by the
/// dispatcher's lock.
/// </summary>
internal sealed class PollQueue(Dispatcher dispatcher) : IWorkerLink
{
    /// <summary>Losses that it has not asked about; beyond it they are forgotten, and looked up in the jobs.</summary>
    private const int MaxRevoked = 10_000;

    private readonly List<Poll> waiting = [];
    private readonly Dictionary<(long JobId, long Token), RevokeReason> revoked = [];

    /// <summary>Jobs that it waits for now.</summary>
    public int Demand { get; private set; }

    /// <inheritdoc/>
    public bool IsCongested => false;

    /// <summary>Waits for jobs from now on.</summary>
    public Poll Join(int max)
    {
        var poll = new Poll(max);
        waiting.Add(poll);
        Demand += max;
        return poll;
    }

    /// <summary>Waits no longer; what the poll got is its own.</summary>
    public void Leave(Poll poll)
    {
        if (waiting.Remove(poll))
        {
            Demand -= poll.Max;
        }
    }

    /// <summary>
    /// Hands out what a round leased, to who waits longest first. Who got something is done: it hears of it at once.
    /// Answered is what nobody waits for any more.
    /// </summary>
    public IReadOnlyList<LeasedJob> Give(IReadOnlyList<LeasedJob> jobs)
    {
        var given = 0;
        lock (dispatcher.Gate)
        {
            while (given < jobs.Count && waiting is [var first, ..])
            {
                var share = Math.Min(first.Max, jobs.Count - given);
                first.Jobs.AddRange(jobs.Skip(given).Take(share));
                given += share;
                Leave(first);
                first.End();
            }
        }

        return given == jobs.Count ? [] : [.. jobs.Skip(given)];
    }

    /// <summary>Why a lease of this worker was lost; null when that is not known here. Told once.</summary>
    public RevokeReason? TakeReason(long jobId, long token) =>
        revoked.Remove((jobId, token), out var reason) ? reason : null;

    /// <inheritdoc/>
    public void Assign(IReadOnlyList<Assignment> assignments) =>
        throw new InvalidOperationException("What is leased to a polling worker is given to its polls.");

    /// <inheritdoc/>
    public void Revoke(long jobId, long token, RevokeReason reason)
    {
        lock (dispatcher.Gate)
        {
            if (revoked.Count == MaxRevoked)
            {
                revoked.Clear();
            }

            revoked[(jobId, token)] = reason;
        }
    }

    /// <inheritdoc/>
    public void Pause(long jobId, long token)
    {
        lock (dispatcher.Gate)
        {
            if (dispatcher.Leases.Find(jobId, token) is { } lease)
            {
                lease.IsPauseAsked = true;
            }
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        lock (dispatcher.Gate)
        {
            foreach (var poll in waiting)
            {
                poll.End();
            }

            waiting.Clear();
            Demand = 0;
        }
    }

    /// <inheritdoc/>
    public void Close(WorkerCloseReason reason) => Drain();
}
