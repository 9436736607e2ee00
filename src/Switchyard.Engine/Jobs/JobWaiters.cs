namespace Switchyard.Engine.Jobs;

/// <summary>Those who wait for something to happen to jobs, by job: to their end, say, of which the round loop tells.</summary>
internal sealed class JobWaiters
{
    /// <summary>Jobs waited for at once; whoever comes beyond it is not woken.</summary>
    internal const int MaxJobs = 100_000;

    private readonly Dictionary<long, Waiter> waiting = [];
    private readonly Lock gate = new();
    private bool closed;

    /// <summary>The node stops: a wait answers at once from now on.</summary>
    public bool IsClosed
    {
        get
        {
            lock (gate)
            {
                return closed;
            }
        }
    }

    /// <summary>Registers; null when there are too many, or the node stops. Whatever is not null is given to <see cref="Leave"/> in the end.</summary>
    public Waiter? Join(long id)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(id, out var waiter))
            {
                if (closed || waiting.Count == MaxJobs)
                {
                    return null;
                }

                waiting[id] = waiter = new Waiter(id);
            }

            waiter.Count++;
            return waiter;
        }
    }

    /// <summary>Takes one who waited away.</summary>
    public void Leave(Waiter waiter)
    {
        lock (gate)
        {
            // Once woken, the waiter is out of the table, and after a retry another may stand in its place.
            if (--waiter.Count == 0 && waiting.GetValueOrDefault(waiter.JobId) == waiter)
            {
                waiting.Remove(waiter.JobId);
            }
        }
    }

    /// <summary>Wakes all who wait for a job.</summary>
    /// <param name="id">The job that it happened to.</param>
    /// <param name="job">How it stands; null when it must be read.</param>
    public void Wake(long id, JobSnapshot? job)
    {
        Waiter? waiter;
        lock (gate)
        {
            if (!waiting.Remove(id, out waiter))
            {
                return;
            }
        }

        waiter.End(job);
    }

    /// <summary>The node stops: whoever waits is answered with the job as it stands, and nobody waits from now on.</summary>
    public void Close()
    {
        Waiter[] all;
        lock (gate)
        {
            closed = true;
            all = [.. waiting.Values];
            waiting.Clear();
        }

        foreach (var waiter in all)
        {
            waiter.End(null);
        }
    }

    /// <summary>All who wait for one job.</summary>
    internal sealed class Waiter(long jobId)
    {
        private readonly TaskCompletionSource<JobSnapshot?> ended = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public long JobId => jobId;

        public int Count { get; set; }

        public Task<JobSnapshot?> Ended => ended.Task;

        public void End(JobSnapshot? job) => ended.TrySetResult(job);
    }
}
