namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Renewals as they are read: progress is a slice of the body, empty where there is none.</summary>
/// <param name="Jobs">At most 10,000.</param>
/// <param name="Pending">Jobs that wait in the worker; null says nothing of that.</param>
/// <param name="LeaseSeconds">How long the leases last from now on; null for the worker's own time.</param>
/// <param name="System">How busy the worker's machine is; null says nothing of that.</param>
public sealed record RenewBody(
    IReadOnlyList<JobProgress> Jobs,
    int? Pending = null,
    double? LeaseSeconds = null,
    SystemInfo? System = null
);
