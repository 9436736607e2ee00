namespace Switchyard.Engine.Storage;

/// <summary>A client's name for one call, unique within its owner for 24 hours.</summary>
/// <param name="Owner">The API key; 0 for anonymous callers.</param>
/// <param name="Key">1 to 255 characters.</param>
/// <param name="Fingerprint">SHA-256 of what was asked for, 32 bytes: the same key with another content is a conflict.</param>
public sealed record Idempotency(long Owner, string Key, ReadOnlyMemory<byte> Fingerprint);
