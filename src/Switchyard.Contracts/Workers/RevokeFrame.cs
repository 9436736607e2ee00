namespace Switchyard.Contracts.Workers;

/// <summary>Leases that the worker lost: it should stop the work, a result would be answered as stale.</summary>
/// <param name="Jobs">At least one.</param>
public sealed record RevokeFrame(IReadOnlyList<RevokedJob> Jobs) : ServerFrame;
