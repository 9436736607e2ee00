using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Maintenance;

/// <summary>Tells this node what maintenance changed beside the rounds: on the loop, whose state it touches.</summary>
internal sealed class MaintenanceChanges(RoundLoop loop, LaneTable lanes, JobCache cache, JobWaiters waiters)
{
    /// <summary>Takes changes in that are durable already.</summary>
    public async ValueTask ApplyAsync(IReadOnlyList<Transition> changes)
    {
        if (changes.Count > 0)
        {
            await loop.RunAsync(new RoundOperation<bool>(1, survivesOutage: true, _ => 0, (_, _) => Apply(changes)));
        }
    }

    private bool Apply(IReadOnlyList<Transition> changes)
    {
        lanes.Apply(changes);
        foreach (var change in changes)
        {
            cache.Remove(change.JobId);
            waiters.Wake(change.JobId, null);
        }

        return true;
    }
}
