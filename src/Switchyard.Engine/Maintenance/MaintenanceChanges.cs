using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Maintenance;

/// <summary>Tells this node what maintenance changed beside the rounds: on the loop, whose state it touches.</summary>
internal sealed class MaintenanceChanges(RoundLoop loop, RoundPublisher publisher)
{
    /// <summary>Takes in deletions, which are durable already.</summary>
    public async ValueTask ApplyAsync(IReadOnlyList<Transition> deleted, CancellationToken cancellation)
    {
        if (deleted.Count > 0)
        {
            await publisher.LearnAsync(deleted, cancellation);
            await ApplyAsync(() => publisher.Publish(deleted));
        }
    }

    /// <summary>Takes in repairs, which are durable already.</summary>
    public async ValueTask ApplyAsync(ReconcileResult repaired, CancellationToken cancellation)
    {
        if (repaired.Transitions.Count + repaired.Counts.Count > 0)
        {
            await publisher.LearnAsync(repaired.Transitions, cancellation);
            foreach (var count in repaired.Counts)
            {
                await publisher.LearnAsync(count.LaneId, cancellation);
            }

            await ApplyAsync(() => publisher.Publish(repaired));
        }
    }

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
