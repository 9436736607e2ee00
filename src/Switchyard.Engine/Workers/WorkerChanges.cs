namespace Switchyard.Engine.Workers;

/// <summary>What operators set of workers, by name, for as long as the node lives. Guarded by the dispatcher's lock.</summary>
internal sealed class WorkerChanges
{
    /// <summary>Beyond this the oldest is forgotten.</summary>
    internal const int MaxKept = 10_000;

    private static readonly WorkerChange None = new();

    private readonly OrderedDictionary<string, WorkerChange> byId = new(StringComparer.Ordinal);

    /// <summary>What is set of a worker.</summary>
    public WorkerChange Of(string id) => byId.GetValueOrDefault(id, None);

    /// <summary>Adds a change to what is set.</summary>
    public void Add(string id, WorkerChange change)
    {
        byId[id] = Of(id).Then(change);
        if (byId.Count > MaxKept)
        {
            byId.RemoveAt(0);
        }
    }
}
