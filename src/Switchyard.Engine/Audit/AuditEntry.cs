using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Audit;

/// <summary>One administrative or destructive act as it is to be recorded: who, what, through which door, from where.</summary>
/// <param name="KeyId">The API key that acted; 0 for anonymous callers and for the node itself.</param>
/// <param name="KeyName">Its name at that time, since keys go; at most 100 characters.</param>
/// <param name="Door">The API that it came in by; null for the node itself.</param>
/// <param name="Address">The caller's address; null for the node itself. At most 255 characters.</param>
/// <param name="Action">What was done, a word that stays: <c>job.cancel</c>; see <see cref="AuditActions"/>.</param>
/// <param name="Target">To what: <c>job 17</c>. At most 255 characters.</param>
/// <param name="Detail">What else matters, in words; null for nothing. At most 4,096 characters.</param>
public sealed record AuditEntry(
    long KeyId,
    string KeyName,
    Dialect? Door,
    string? Address,
    string Action,
    string Target,
    string? Detail = null
);
