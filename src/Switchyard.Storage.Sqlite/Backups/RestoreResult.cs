namespace Switchyard.Storage.Sqlite.Backups;

/// <summary>What a restore brought back.</summary>
/// <param name="Jobs">Jobs in the store.</param>
/// <param name="TakenAt">The store's clock when the backup was made.</param>
/// <param name="NextJob">The first job made from now on has this id: greater than any given out before or since the backup.</param>
public sealed record RestoreResult(long Jobs, DateTimeOffset TakenAt, long NextJob);
