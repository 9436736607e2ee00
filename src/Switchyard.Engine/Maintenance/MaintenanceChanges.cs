using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Maintenance;

/// <summary>Tells this node what maintenance changed beside the rounds: on the loop, whose state it touches.</summary>
internal sealed class MaintenanceChanges(RoundLoop loop, RoundPublisher publisher)
{
    /// <summary>Takes in deletions, which are durable already.</summary>
    public ValueTask ApplyAsync(IReadOnlyList<Transition> deleted) =>
        deleted.Count > 0 ? ApplyAsync(() => publisher.Publish(deleted)) : ValueTask.CompletedTask;

    /// <summary>Takes in repairs, which are durable already.</summary>
    public ValueTask ApplyAsync(ReconcileResult repaired) =>
        repaired.Transitions.Count + repaired.Counts.Count > 0
            ? ApplyAsync(() => publisher.Publish(repaired))
            : ValueTask.CompletedTask;

    private async ValueTask ApplyAsync(Action publish) =>
        await loop.RunAsync(
            new RoundOperation<bool>(
                1,
                survivesOutage: true,
                _ => 0,
                (_, _) =>
                {
                    publish();
                    return true;
                }
            )
        );
}
