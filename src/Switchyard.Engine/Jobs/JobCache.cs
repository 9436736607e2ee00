namespace Switchyard.Engine.Jobs;

/// <summary>
/// The newest jobs as they stand, so that polling an unfinished job costs no SQL. One slot per id modulo the size:
/// ids are consecutive, so the slots hold the newest jobs without any bookkeeping. Written by the round loop alone.
/// </summary>
internal sealed class JobCache
{
    /// <summary>Slots: about 8 MiB of snapshots when all are in use, beside the texts that <see cref="MaxBytes"/> bounds.</summary>
    internal const int Size = 32_768;

    /// <summary>A job with longer texts (result, progress, error, callback) is read from the store.</summary>
    internal const int MaxJobBytes = 8 * 1024;

    /// <summary>Bytes of such texts kept in all; when they are used up, jobs that have some are read from the store.</summary>
    internal const int MaxBytes = 32 * 1024 * 1024;

    private readonly JobSnapshot?[] slots = new JobSnapshot?[Size];
    private long bytes;

    /// <summary>The job as of the last durable round; null when the cache does not have it.</summary>
    public JobSnapshot? Find(long id)
    {
        var found = Volatile.Read(ref slots[id & (Size - 1)]);
        return found?.Id == id ? found : null;
    }

    /// <summary>Puts a job in its slot, unless a newer one has it.</summary>
    public void Put(JobSnapshot job)
    {
        ref var slot = ref slots[job.Id & (Size - 1)];
        if (slot is { } old)
        {
            if (old.Id > job.Id)
            {
                return;
            }

            bytes -= BytesOf(old);
        }

        var length = BytesOf(job);
        var fits = length <= MaxJobBytes && (length == 0 || bytes + length <= MaxBytes);
        bytes += fits ? length : 0;
        Volatile.Write(ref slot, fits ? job : null);
    }

    /// <summary>Forgets a job.</summary>
    public void Remove(long id)
    {
        if (Find(id) is { } old)
        {
            bytes -= BytesOf(old);
            Volatile.Write(ref slots[id & (Size - 1)], null);
        }
    }

    private static int BytesOf(JobSnapshot job) =>
        job.Result.Inline.Length
        + job.Progress.Length
        + (((job.Error?.Length ?? 0) + (job.CallbackUrl?.Length ?? 0)) * sizeof(char));
}
