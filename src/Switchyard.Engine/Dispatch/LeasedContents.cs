using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>Completes leased jobs by what is kept as blobs, and ends the leases of those whose content cannot be read.</summary>
internal sealed class LeasedContents(LaneTable lanes, IBlobStore blobs, TimeProvider clock)
{
    /// <summary>Before a job whose payload could not be read goes back, so that it does not come straight back here.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets the ends of leases whose workers never heard of them; set once, before the first round.</summary>
    public Action<IReadOnlyList<Settlement>> Settle { get; set; } = _ => { };

    /// <summary>Whether nothing needs to be read.</summary>
    public static bool IsInline(LeasedJob job) => job.Payload.BlobId == 0 && job.Checkpoint.BlobId == 0;

    /// <summary>A job that is <see cref="IsInline"/>.</summary>
    public Assignment Inline(LeasedJob job) =>
        new(job, lanes.Get(job.LaneId), job.Payload.Inline, job.Checkpoint.Inline);

    /// <summary>Any job; null when its content cannot be read, and its lease is ended.</summary>
    public async ValueTask<Assignment?> ReadAsync(LeasedJob job, CancellationToken cancellation)
    {
        if (IsInline(job))
        {
            return Inline(job);
        }

        try
        {
            var payload = await ReadAsync(job.Payload, cancellation);
            var checkpoint = await ReadAsync(job.Checkpoint, cancellation);
            if (payload is { } bytes && checkpoint is { } left)
            {
                return new Assignment(job, lanes.Get(job.LaneId), bytes, left);
            }

            Settle([Settlement.FailedForGood(job.Id, job.Token, "Its payload is lost.", Content.Empty)]);
        }
        catch (StorageUnavailableException)
        {
            await Task.Delay(OutagePause, clock, cancellation);
            GiveBack([job]);
        }

        return null;
    }

    /// <summary>Gives jobs back that their worker never heard of; counts nothing.</summary>
    public void GiveBack(IReadOnlyCollection<LeasedJob> jobs)
    {
        if (jobs.Count > 0)
        {
            Settle([.. jobs.Select(job => Settlement.Released(job.Id, job.Token))]);
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
