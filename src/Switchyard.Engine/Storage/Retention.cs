namespace Switchyard.Engine.Storage;

/// <summary>How long finished jobs, by outcome, and records of the audit are kept; null keeps them for ever.</summary>
public readonly record struct Retention(
    TimeSpan? Succeeded,
    TimeSpan? Failed,
    TimeSpan? Cancelled,
    TimeSpan? Audit = null
);
