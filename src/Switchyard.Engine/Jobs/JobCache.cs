namespace Switchyard.Engine.Jobs;

/// <summary>
/// The newest jobs as they stand, so that polling an unfinished job costs no SQL. One slot per id modulo the size:
/// ids are consecutive, so the slots hold the newest jobs without any bookkeeping. Written by the round loop alone.
/// </summary>
internal sealed class JobCache
{
    /// <summary>Slots: about 6 MiB of snapshots when all are in use.</summary>
    internal const int Size = 32_768;

    /// <summary>A longer result is read from the store.</summary>
    internal const int MaxResult = 4 * 1024;

    /// <summary>Bytes of results kept in all; when they are used up, results are read from the store.</summary>
    internal const int MaxResults = 32 * 1024 * 1024;

    private readonly JobSnapshot?[] slots = new JobSnapshot?[Size];
    private long resultBytes;

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

            resultBytes -= old.Result.Inline.Length;
        }

        var length = job.Result.Inline.Length;
        if (length > MaxResult || resultBytes + length > MaxResults)
        {
            Volatile.Write(ref slot, null);
            return;
        }

        resultBytes += length;
        Volatile.Write(ref slot, job);
    }

    /// <summary>Forgets a job.</summary>
    public void Remove(long id)
    {
        if (Find(id) is { } old)
        {
            resultBytes -= old.Result.Inline.Length;
            Volatile.Write(ref slots[id & (Size - 1)], null);
        }
    }
}
