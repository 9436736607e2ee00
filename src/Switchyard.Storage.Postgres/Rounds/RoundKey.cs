namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>A round in the database: which node's, and its serial number there.</summary>
internal readonly record struct RoundKey(long Node, long Serial);
