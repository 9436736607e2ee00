using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>A job on its way to the worker that holds its lease.</summary>
/// <param name="Job">The lease and what belongs to it.</param>
/// <param name="Lane">Its door, owner and route.</param>
/// <param name="Payload">The payload in full.</param>
/// <param name="Checkpoint">What a paused attempt left, in full; empty for nothing.</param>
public sealed record Assignment(LeasedJob Job, Lane Lane, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Checkpoint)
{
    /// <summary>The schedule that the job is a run of; null for none.</summary>
    public long? Schedule => RunMetadata.Read(Lane, Job.Metadata);
}
