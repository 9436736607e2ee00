namespace Switchyard.Contracts.Workers;

/// <summary>The worker wants no further jobs on this connection; it finishes what it holds. Answered by a <see cref="ServerDrainFrame"/> once none can come.</summary>
public sealed record WorkerDrainFrame : WorkerFrame;
