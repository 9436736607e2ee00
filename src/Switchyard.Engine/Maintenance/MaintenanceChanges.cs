using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Maintenance;

/// <summary>Tells this node what maintenance changed beside the rounds: on the loop, whose state it touches.</summary>
internal sealed class MaintenanceChanges(RoundLoop loop, RoundPublisher publisher)
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
        publisher.Publish(changes);
        return true;
    }
}
