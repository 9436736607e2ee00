namespace Switchyard.Engine.Workers.Polling;

/// <summary>The answer to a worker's reports.</summary>
/// <param name="Access">Granted; unknown, where renewals count all the same and logs do not; or denied.</param>
/// <param name="Leases">One a report, in order; empty where they were not taken.</param>
public readonly record struct LeaseStandings(PollingAccess Access, IReadOnlyList<LeaseStanding> Leases);
