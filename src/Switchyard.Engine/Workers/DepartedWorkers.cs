namespace Switchyard.Engine.Workers;

/// <summary>Workers that left not long ago, for those who look. Guarded by the dispatcher's lock.</summary>
internal sealed class DepartedWorkers(TimeProvider clock)
{
    /// <summary>How long a worker that left is still listed.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);

    /// <summary>Beyond this the oldest go first.</summary>
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<string, WorkerStatus> byId = new(StringComparer.Ordinal);

    // In the order of leaving; who came back since is in it still, but no longer in the table.
    private readonly Queue<(WorkerStatus Status, long LeftAt)> order = new();

    /// <summary>A worker left.</summary>
    public void Add(WorkerStatus status)
    {
        byId[status.Hello.Id] = status;
        order.Enqueue((status, clock.GetTimestamp()));
        Forget();
    }

    /// <summary>A worker of this name is there.</summary>
    public void Remove(string id) => byId.Remove(id);

    /// <summary>One that is remembered.</summary>
    public WorkerStatus? Find(string id)
    {
        Forget();
        return byId.GetValueOrDefault(id);
    }

    /// <summary>Those that are remembered.</summary>
    public IEnumerable<WorkerStatus> All()
    {
        Forget();
        return byId.Values;
    }

    private void Forget()
    {
        while (
            order.TryPeek(out var oldest)
            && (order.Count > MaxRemembered || clock.GetElapsedTime(oldest.LeftAt) > Remembered)
        )
        {
            order.Dequeue();
            if (byId.GetValueOrDefault(oldest.Status.Hello.Id) == oldest.Status)
            {
                byId.Remove(oldest.Status.Hello.Id);
            }
        }
    }
}
