using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler.Workers;

/// <summary>What a worker says of itself: what the document is generated from; the body itself is read field by field.</summary>
internal sealed record WorkerFields
{
    /// <summary>To register: its name, 1 to 255 characters. In a heartbeat the path has it.</summary>
    public string? Id { get; init; }

    /// <summary>What it is; passed over, since the server knows better.</summary>
    public string? Status { get; init; }

    /// <summary>Runs that it does at once, 1 to 10000; at first 1.</summary>
    public int? MaxTasks { get; init; }

    /// <summary>Runs that it does now.</summary>
    public int? CurrentTasks { get; init; }

    /// <summary>At most 64 of 1 to 64 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>At most 256 of 1 to 128 characters.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>How busy its machine is.</summary>
    public SystemInfo? SystemInfo { get; init; }
}
