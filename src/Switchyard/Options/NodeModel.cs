using Microsoft.Extensions.Logging;
using Switchyard.Engine;
using Switchyard.Gateway;
using Switchyard.Hosting;
using Switchyard.Storage.Sqlite;
using Switchyard.Telemetry;
using Switchyard.Worker;

namespace Switchyard.Options;

/// <summary>What a node is to be, validated.</summary>
internal sealed record NodeModel
{
    /// <summary>The folder that holds everything the node writes; an absolute path.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The PostgreSQL database that jobs are kept in; null for SQLite in the data folder.</summary>
    public required string? Postgres { get; init; }

    public required SqliteSynchronous Synchronous { get; init; }

    public required EngineOptions Engine { get; init; }

    public required GatewayModel Gateway { get; init; }

    public required LogLevel LogLevel { get; init; }

    public required LogFormat LogFormat { get; init; }

    public required TelemetryModel Telemetry { get; init; }

    /// <summary>The node's own worker; null for none.</summary>
    public required WorkerModel? Worker { get; init; }

    /// <summary>Keys that were given and have no effect in this version.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }
}
