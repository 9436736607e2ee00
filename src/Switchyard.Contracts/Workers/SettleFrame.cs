namespace Switchyard.Contracts.Workers;

/// <summary>Ends attempts.</summary>
/// <param name="Results">1 to 10,000; answered by one <see cref="SettledFrame"/>, in the same order.</param>
public sealed record SettleFrame(IReadOnlyList<JobResult> Results) : WorkerFrame;
