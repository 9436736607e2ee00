using Microsoft.Extensions.Logging;
using Switchyard.Contracts.Workers;
using Switchyard.Gateway.Listeners;
using Switchyard.Hosting;
using Switchyard.Storage.Postgres;
using Switchyard.Storage.Sqlite;

namespace Switchyard.Options;

/// <summary>Every option of a node: the one list of what there is, from which values are read and people are told.</summary>
internal static class NodeOptions
{
    public static IReadOnlyList<ListenerOptions> Listeners { get; } =
    [.. ListenerNames.All.Select(name => new ListenerOptions(name))];

    public static NodeOption<IReadOnlyList<string>> AcceptedTypes { get; } =
        OptionKinds.List(
            "Dialects:Broker:AcceptedTypes",
            "task types",
            "any",
            "The task types that createTask accepts."
        );

    public static NodeOption<TimeSpan> TimeToLive { get; } =
        OptionKinds.Duration(
            "Dialects:Broker:TimeToLive",
            "300s",
            "1s",
            "366d",
            "How long a broker task may stay unfinished before it fails as expired."
        );

    public static NodeOption<string> TimeZone { get; } =
        OptionKinds.Text(
            "Dialects:Broker:TimeZone",
            "UTC",
            "an IANA time zone, like Europe/Berlin",
            "The zone in which the broker's /api/nodes and /api/tasks show times."
        );

    public static NodeOption<long?> MaxQueued { get; } =
        OptionKinds.Number(
            "Dialects:Broker:MaxQueued",
            null,
            1,
            1_000_000_000,
            "Unfinished broker tasks before createTask answers that no slot is free."
        );

    public static NodeOption<bool?> AllowPrivateCallbacks { get; } =
        OptionKinds.Flag(
            "Callbacks:AllowPrivateNetwork",
            "true while every listener is on loopback",
            "Whether results may be posted to loopback, link-local and private addresses."
        );

    public static NodeOption<string> Database { get; } =
        OptionKinds.Text(
            "Storage:Database",
            "sqlite",
            "sqlite, or postgres://user:password@host:port/database, or an Npgsql connection text",
            "Where jobs are kept: sqlite is a file in the data folder. The same as --database.",
            text => text == "sqlite" ? text : PostgresStorage.WithoutPassword(text)
        );

    public static NodeOption<SqliteSynchronous> Synchronous { get; } =
        OptionKinds.Choice(
            "Storage:Synchronous",
            SqliteSynchronous.Full,
            "Full: an acknowledged job survives a power cut. Normal, Off: it may not; for measurements only."
        );

    public static NodeOption<string> BackupFolder { get; } =
        OptionKinds.Text(
            "Backup:Folder",
            "backups",
            "a path",
            "Where backups are put; within the data folder unless it begins with /."
        );

    public static NodeOption<TimeSpan?> KeepSucceeded { get; } =
        OptionKinds.DurationOrNever("Retention:Succeeded", "7d", "1s", "How long succeeded jobs are kept.");

    public static NodeOption<TimeSpan?> KeepFailed { get; } =
        OptionKinds.DurationOrNever("Retention:Failed", "30d", "1s", "How long failed jobs are kept.");

    public static NodeOption<TimeSpan?> KeepCancelled { get; } =
        OptionKinds.DurationOrNever("Retention:Cancelled", "7d", "1s", "How long cancelled jobs are kept.");

    public static NodeOption<TimeSpan?> KeepAudit { get; } =
        OptionKinds.DurationOrNever("Retention:Audit", "365d", "1s", "How long the record of who did what is kept.");

    public static NodeOption<TimeSpan> LeaseTime { get; } =
        OptionKinds.Duration(
            "Engine:LeaseTime",
            "30s",
            "1s",
            "1h",
            "How long a worker may be silent before its jobs go back to the queue."
        );

    public static NodeOption<long?> MaxUnfinished { get; } =
        OptionKinds.Number(
            "Engine:MaxUnfinished",
            50_000_000,
            1,
            1_000_000_000,
            "Unfinished jobs in all before submits are refused."
        );

    public static NodeOption<long?> MaxLogBytes { get; } =
        OptionKinds.Number(
            "Engine:MaxLogBytes",
            32 * 1024 * 1024,
            0,
            1024 * 1024 * 1024,
            "Bytes of log kept a job, half of them of its first attempt; what comes after is dropped."
        );

    public static NodeOption<IReadOnlyList<IReadOnlyList<string>>> TypeAliases { get; } =
        OptionKinds.Groups(
            "Engine:TypeAliases",
            "TurnstileTaskProxyless,TurnstileTask,AntiTurnstileTaskProxyLess",
            "Types that are one capability: a worker that declares one of a group does all of it."
        );

    public static NodeOption<long?> MaxConnections { get; } =
        OptionKinds.Number("Server:MaxConnections", 20_000, 1, 1_000_000, "Connections at once, over all listeners.");

    public static NodeOption<long?> MaxBodyBytes { get; } =
        OptionKinds.Number(
            "Server:MaxBodyBytes",
            256 * 1024 * 1024,
            WorkerProtocol.MaxMessageBytes,
            1L << 40,
            "Bytes of request bodies over 64 KiB that are held at once; further ones are answered 503."
        );

    public static NodeOption<bool?> CompressWorkers { get; } =
        OptionKinds.Flag(
            "Server:CompressWorkers",
            "false",
            "Whether native workers that offer permessage-deflate get it: for workers far away, some 300 KiB each."
        );

    public static NodeOption<string> CertificatePath { get; } =
        OptionKinds.Text(
            "Server:Certificate:Path",
            "none",
            "a PKCS #12 file, or a PEM file with its key",
            "What https listeners show."
        );

    public static NodeOption<string> CertificatePassword { get; } =
        OptionKinds.Secret("Server:Certificate:Password", "The password of that file.");

    public static NodeOption<LogLevel> LogLevel { get; } =
        OptionKinds.Choice(
            "Logging:Level",
            Microsoft.Extensions.Logging.LogLevel.Information,
            "The least that is logged."
        );

    public static NodeOption<LogFormat> LogFormat { get; } =
        OptionKinds.Choice(
            "Logging:Format",
            Hosting.LogFormat.Text,
            "Text: a line for people. Json: one object a line, for machines."
        );

    public static NodeOption<bool?> Metrics { get; } =
        OptionKinds.Flag("Telemetry:Metrics", "true", "Whether the node is measured: /metrics, and metrics by OTLP.");

    public static NodeOption<string> OtlpEndpoint { get; } =
        OptionKinds.Text(
            "Telemetry:Otlp:Endpoint",
            "none",
            "a URL, like http://127.0.0.1:4317",
            "The collector for metrics and traces; else OTEL_EXPORTER_OTLP_ENDPOINT says it."
        );

    public static NodeOption<double> Traces { get; } =
        OptionKinds.Share(
            "Telemetry:Traces",
            "0.01",
            "The share of requests that are traced when their sender did not decide; none without a collector."
        );

    /// <summary>Accepted, so that one configuration serves all versions, and without effect until what they name is built.</summary>
    public static IReadOnlyList<OptionInfo> Reserved { get; } =
    [
        .. new[]
        {
            "Courses:Source",
            "Solver:Workers",
            "Solver:ResultTtl",
            "Solver:MaxQueueSize",
            "Solver:AllowPrivateNetwork",
            "Dialects:Learning:AcceptedTypes",
            "Dialects:Pull:AcceptedTypes",
            "Dialects:Solver:AcceptedTypes",
            "Dialects:Console:AcceptedTypes",
        }.Select(key => new OptionInfo(key, "anything", "none", "Reserved: without effect in this version.")
        {
            IsList = true,
        }),
    ];

    /// <summary>All of them, in the order in which people are told.</summary>
    public static IReadOnlyList<OptionInfo> All { get; } =
    [
        .. Listeners.SelectMany(listener => listener.All),
        AcceptedTypes.Info,
        TimeToLive.Info,
        TimeZone.Info,
        MaxQueued.Info,
        AllowPrivateCallbacks.Info,
        Database.Info,
        Synchronous.Info,
        BackupFolder.Info,
        KeepSucceeded.Info,
        KeepFailed.Info,
        KeepCancelled.Info,
        KeepAudit.Info,
        LeaseTime.Info,
        MaxUnfinished.Info,
        MaxLogBytes.Info,
        TypeAliases.Info,
        MaxConnections.Info,
        MaxBodyBytes.Info,
        CompressWorkers.Info,
        CertificatePath.Info,
        CertificatePassword.Info,
        LogLevel.Info,
        LogFormat.Info,
        Metrics.Info,
        OtlpEndpoint.Info,
        Traces.Info,
        .. WorkerOptions.All,
        .. Reserved,
    ];
}
