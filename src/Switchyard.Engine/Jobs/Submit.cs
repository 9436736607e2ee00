using Switchyard.Engine.Accounts;

namespace Switchyard.Engine.Jobs;

/// <summary>One call that submits jobs.</summary>
/// <param name="Dialect">The door it came in by.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Jobs">1 to 10,000; stored all or none.</param>
/// <param name="IdempotencyKey">1 to 255 characters, unique within the caller for 24 hours; null for none.</param>
/// <param name="Fingerprint">SHA-256 of what was asked for; used with a key only.</param>
/// <param name="TraceParent">The caller's trace, a valid <c>traceparent</c> (W3C Trace Context) of at most 64 characters; null for none.</param>
public sealed record Submit(
    Dialect Dialect,
    Caller Caller,
    IReadOnlyList<JobRequest> Jobs,
    string? IdempotencyKey = null,
    ReadOnlyMemory<byte> Fingerprint = default,
    string? TraceParent = null
);
