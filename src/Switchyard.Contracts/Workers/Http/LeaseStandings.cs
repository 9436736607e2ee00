namespace Switchyard.Contracts.Workers.Http;

/// <summary>The answer to renewals, progress and logs.</summary>
/// <param name="Jobs">One for each that was named, in order.</param>
public sealed record LeaseStandings(IReadOnlyList<LeaseStanding> Jobs);
