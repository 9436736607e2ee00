using System.Threading.Channels;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>Sends workers what a durable round has for them. Payloads kept as blobs are read first, beside the loop.</summary>
internal sealed class WorkerMail(LaneTable lanes, IBlobStore blobs, Dispatcher dispatcher, TimeProvider clock)
{
    /// <summary>Before a job whose payload could not be read goes back, so that it does not come straight back here.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromMilliseconds(250);

    // Bounded by the leases held: each entry is one.
    private readonly Channel<(WorkerSession Session, LeasedJob Job)> large = Channel.CreateUnbounded<(
        WorkerSession,
        LeasedJob
    )>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Gets the ends of leases whose workers never heard of them; set once, before the first round.</summary>
    public Action<IReadOnlyList<Settlement>> Settle { get; set; } = _ => { };

    /// <summary>Sends; never blocks.</summary>
    public void Send(Dispatched dispatched)
    {
        foreach (var (lease, reason) in dispatched.Revoked)
        {
            lease.Session.Link.Revoke(lease.JobId, lease.Token, reason);
        }

        foreach (var group in dispatched.Leased.GroupBy(leased => leased.Session))
        {
            var assignments = new List<Assignment>();
            foreach (var (session, job) in group)
            {
                if (job.Payload.BlobId != 0 || job.Checkpoint.BlobId != 0)
                {
                    large.Writer.TryWrite((session, job));
                    continue;
                }

                assignments.Add(new Assignment(job, lanes.Get(job.LaneId), job.Payload.Inline, job.Checkpoint.Inline));
            }

            if (assignments.Count > 0)
            {
                group.Key.Link.Assign(assignments);
            }
        }

        if (dispatched.Orphans.Count > 0)
        {
            Settle([.. dispatched.Orphans.Select(job => Settlement.Released(job.Id, job.Token))]);
        }
    }

    /// <summary>Sends jobs with large payloads until cancelled.</summary>
    public async Task SendLargeAsync(CancellationToken cancellation)
    {
        await foreach (var (session, job) in large.Reader.ReadAllAsync(cancellation))
        {
            try
            {
                var payload = await ReadAsync(job.Payload, cancellation);
                var checkpoint = await ReadAsync(job.Checkpoint, cancellation);
                if (payload is not { } bytes || checkpoint is not { } left)
                {
                    Settle([Settlement.FailedForGood(job.Id, job.Token, "Its payload is lost.", Content.Empty)]);
                }
                else if (IsHeld(job))
                {
                    session.Link.Assign([new Assignment(job, lanes.Get(job.LaneId), bytes, left)]);
                }
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(OutagePause, clock, cancellation);
                Settle([Settlement.Released(job.Id, job.Token)]);
            }
        }
    }

    private bool IsHeld(LeasedJob job)
    {
        lock (dispatcher.Gate)
        {
            return dispatcher.Leases.Find(job.Id, job.Token) is not null;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Content content, CancellationToken cancellation)
    {
        if (content.BlobId == 0)
        {
            return content.Inline;
        }

        var bytes = await blobs.ReadAsync(content.BlobId, cancellation);
        return bytes is null ? null : new ReadOnlyMemory<byte>(bytes);
    }
}
