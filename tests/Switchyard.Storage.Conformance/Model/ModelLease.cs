namespace Switchyard.Storage.Conformance.Model;

/// <summary>A lease as the model has it.</summary>
internal sealed record ModelLease(
    long Token,
    string Worker,
    long Node,
    DateTimeOffset StartedAt,
    DateTimeOffset Until,
    DateTimeOffset? Deadline
);
