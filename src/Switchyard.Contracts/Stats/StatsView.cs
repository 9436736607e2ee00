namespace Switchyard.Contracts.Stats;

/// <summary>The answer of <c>GET /api/v1/stats</c>: kept counts, nearly free to ask for.</summary>
/// <param name="Jobs">How many jobs are in each state, by its word.</param>
/// <param name="Unfinished">All that have not ended.</param>
/// <param name="Finished">All that have, and are still kept.</param>
/// <param name="WorkersOnline">Workers connected now.</param>
public sealed record StatsView(
    IReadOnlyDictionary<string, long> Jobs,
    long Unfinished,
    long Finished,
    int WorkersOnline
);
