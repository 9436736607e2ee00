namespace Switchyard.Contracts.Workers;

/// <summary>Reports progress. The last value of a job is kept, written at most once a second; not answered.</summary>
/// <param name="Jobs">1 to 10,000. What is no longer leased here is passed over: its revocation is on the way.</param>
public sealed record ProgressFrame(IReadOnlyList<JobProgress> Jobs) : WorkerFrame;
