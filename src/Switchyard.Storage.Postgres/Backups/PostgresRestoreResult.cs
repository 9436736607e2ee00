namespace Switchyard.Storage.Postgres.Backups;

/// <summary>What a restored database holds, and what it gives out from now on.</summary>
/// <param name="Jobs">Jobs in the store.</param>
/// <param name="TakenAt">The latest time that the store recorded: when the backup was made, or somewhat before.</param>
/// <param name="NextJob">The first job made from now on has this id: greater than any given out before or since the backup.</param>
/// <param name="NextToken">The same of the leases' tokens.</param>
public sealed record PostgresRestoreResult(long Jobs, DateTimeOffset TakenAt, long NextJob, long NextToken);
