using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>What a claim reads of a job. Times and spans in microseconds.</summary>
internal readonly record struct JobToLease(
    int Lane,
    long Created,
    long Salt,
    long? Expires,
    long? RunTimeout,
    bool Callback,
    Content Payload,
    ReadOnlyMemory<byte> Metadata,
    string? TraceParent
);
