namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>What the store knows of a call under an idempotency key, once the round's submissions are in.</summary>
/// <param name="IsNew">Whether the round stored it.</param>
/// <param name="First">Its first job.</param>
/// <param name="Fingerprint">What was asked for.</param>
/// <param name="Salts">Of its jobs, when it is not new; null where some are gone.</param>
internal sealed record KnownCall(bool IsNew, long First, byte[] Fingerprint, long[]? Salts);
