using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>One call's new jobs.</summary>
/// <param name="Jobs">1 to 10,000; stored all or none; they get consecutive ids in this order.</param>
/// <param name="Idempotency">Makes a repeat of the call answer with the jobs of the first; null for none.</param>
/// <param name="Run">Makes the job, which is the only one, a run of a schedule; null for none. Not with an idempotency key.</param>
public sealed record Submission(IReadOnlyList<NewJob> Jobs, Idempotency? Idempotency, NewRun? Run = null);
