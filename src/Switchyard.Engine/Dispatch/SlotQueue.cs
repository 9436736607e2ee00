using System.Diagnostics.CodeAnalysis;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// Workers with free slots, the smallest share of the capacity in use first; of equals the one that waited longest. A
/// heap, made anew for each round that has something to give: 512 slots over 1,000 workers cost some 50 µs, where a scan
/// for each slot costs milliseconds.
/// </summary>
internal sealed class SlotQueue
{
    private readonly PriorityQueue<WorkerSession, Share> workers = new(Comparer<Share>.Create(Share.Compare));

    /// <summary>Adds those that have a free slot.</summary>
    public void AddRange(IEnumerable<WorkerSession> sessions)
    {
        foreach (var session in sessions)
        {
            Add(session);
        }
    }

    /// <summary>Adds a worker if it has a free slot.</summary>
    public void Add(WorkerSession session)
    {
        if (session.FreeSlots > 0)
        {
            workers.Enqueue(session, new Share((double)session.Load / session.Capacity, session.LastTurn));
        }
    }

    /// <summary>Takes the first one out.</summary>
    public bool TryTake([NotNullWhen(true)] out WorkerSession? session) => workers.TryDequeue(out session, out _);

    /// <summary>Forgets all.</summary>
    public void Clear() => workers.Clear();

    private readonly record struct Share(double Load, long Turn)
    {
        public static int Compare(Share left, Share right) =>
            left.Load.CompareTo(right.Load) is not 0 and var byLoad ? byLoad : left.Turn.CompareTo(right.Turn);
    }
}
