using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>What a client wants done with a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Kind">What.</param>
/// <param name="OnlyIn">States in which it is to be carried out, of those that its kind accepts; null for all of these.</param>
/// <param name="Audit">The act, recorded in the same transaction when the order is carried out; null for none.</param>
public readonly record struct Order(
    long JobId,
    OrderKind Kind,
    IReadOnlySet<JobState>? OnlyIn = null,
    AuditEntry? Audit = null
);
