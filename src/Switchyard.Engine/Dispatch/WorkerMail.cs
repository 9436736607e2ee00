using System.Threading.Channels;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>Sends workers what a durable round has for them. Payloads kept as blobs are read first, beside the loop.</summary>
internal sealed class WorkerMail(LaneTable lanes, IBlobStore blobs, Dispatcher dispatcher)
{
    // Bounded by the leases held: each entry is one.
    private readonly Channel<(WorkerSession Session, LeasedJob Job)> large = Channel.CreateUnbounded<(
        WorkerSession,
        LeasedJob
    )>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Gets leases that nobody will ever hear of; set once, before the first round.</summary>
    public Action<IReadOnlyList<Settlement>> GiveBack { get; set; } = _ => { };

    /// <summary>Sends; never blocks.</summary>
    public void Send(Dispatched dispatched)
    {
        foreach (var (lease, change) in dispatched.Revoked)
        {
            lease.Session.Link.Revoke(change.JobId, change.Token, ReasonOf(change));
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
            GiveBack([.. dispatched.Orphans.Select(job => Settlement.Released(job.Id, job.Token))]);
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
                if (IsHeld(job))
                {
                    session.Link.Assign([new Assignment(job, lanes.Get(job.LaneId), payload, checkpoint)]);
                }
            }
            catch (StorageUnavailableException)
            {
                GiveBack([Settlement.Released(job.Id, job.Token)]);
            }
        }
    }

    private static RevokeReason ReasonOf(in Transition change) =>
        change switch
        {
            { To: JobState.Cancelled } => RevokeReason.Cancelled,
            { Reason: FailureReason.Timeout } => RevokeReason.Timeout,
            { Reason: FailureReason.Expired } => RevokeReason.Expired,
            _ => RevokeReason.Lapsed,
        };

    private bool IsHeld(LeasedJob job)
    {
        lock (dispatcher.Gate)
        {
            return dispatcher.Leases.Find(job.Id, job.Token) is not null;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Content content, CancellationToken cancellation) =>
        content.BlobId == 0 ? content.Inline : await blobs.ReadAsync(content.BlobId, cancellation) ?? default;
}
