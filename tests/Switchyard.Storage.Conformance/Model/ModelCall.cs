namespace Switchyard.Storage.Conformance.Model;

/// <summary>A call that was made under an idempotency key.</summary>
internal sealed record ModelCall(string Fingerprint, long FirstId, int Jobs, DateTimeOffset At);
