namespace Switchyard.Contracts.Workers;

/// <summary>The worker wants no further jobs on this connection; it finishes what it holds.</summary>
public sealed record WorkerDrainFrame : WorkerFrame;
