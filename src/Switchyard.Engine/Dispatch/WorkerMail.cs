using System.Threading.Channels;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>Sends workers what a durable round has for them. Payloads kept as blobs are read first, beside the loop.</summary>
internal sealed class WorkerMail(LeasedContents contents, Dispatcher dispatcher)
{
    // Bounded by the leases held: each entry is one.
    private readonly Channel<(WorkerSession Session, LeasedJob Job)> large = Channel.CreateUnbounded<(
        WorkerSession,
        LeasedJob
    )>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Sends; never blocks.</summary>
    public void Send(Dispatched dispatched)
    {
        foreach (var (lease, reason) in dispatched.Revoked)
        {
            lease.Session.Link.Revoke(lease.JobId, lease.Token, reason);
        }

        foreach (var group in dispatched.Leased.GroupBy(leased => leased.Lease.Session, leased => leased.Job))
        {
            if (group.Key.Polls is { } polls)
            {
                dispatched.Orphans.AddRange(polls.Give([.. group]));
            }
            else
            {
                Push(group.Key, group);
            }
        }

        contents.GiveBack(dispatched.Orphans);
    }

    /// <summary>
    /// Sends jobs with large payloads until cancelled. A round leases by slots and not by bytes: what would pile up
    /// behind a link that is slow goes back, and the link gets more once it has room.
    /// </summary>
    public async Task SendLargeAsync(CancellationToken cancellation)
    {
        await foreach (var (session, job) in large.Reader.ReadAllAsync(cancellation))
        {
            if (session.Link.IsCongested)
            {
                contents.GiveBack([job]);
            }
            else if (await contents.ReadAsync(job, cancellation) is { } assignment && IsHeld(job))
            {
                session.Link.Assign([assignment]);
            }
        }
    }

    private void Push(WorkerSession session, IEnumerable<LeasedJob> jobs)
    {
        var assignments = new List<Assignment>();
        foreach (var job in jobs)
        {
            if (LeasedContents.IsInline(job))
            {
                assignments.Add(contents.Inline(job));
            }
            else
            {
                large.Writer.TryWrite((session, job));
            }
        }

        if (assignments.Count > 0)
        {
            session.Link.Assign(assignments);
        }
    }

    private bool IsHeld(LeasedJob job)
    {
        lock (dispatcher.Gate)
        {
            return dispatcher.Leases.Find(job.Id, job.Token) is not null;
        }
    }
}
