using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>How a settlement was answered.</summary>
/// <param name="Answer">Accepted or why not.</param>
/// <param name="State">The job's state now; null when the job is gone.</param>
public readonly record struct SettlementResult(SettlementAnswer Answer, JobState? State);
