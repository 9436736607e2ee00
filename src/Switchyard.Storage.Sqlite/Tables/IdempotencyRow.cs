namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>The call that used an idempotency key.</summary>
internal sealed record IdempotencyRow(long At, long First, int Jobs, ReadOnlyMemory<byte> Fingerprint);
