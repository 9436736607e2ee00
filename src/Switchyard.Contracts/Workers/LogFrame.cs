namespace Switchyard.Contracts.Workers;

/// <summary>Appends to logs; not answered.</summary>
/// <param name="Jobs">1 to 10,000, in the order of writing. What is no longer leased here is passed over.</param>
public sealed record LogFrame(IReadOnlyList<JobLog> Jobs) : WorkerFrame;
