using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Switchyard.Contracts.Executors;
using Switchyard.Engine;
using Switchyard.Engine.Storage;
using Switchyard.Gateway;
using Switchyard.Gateway.Callbacks;
using Switchyard.Gateway.Dialects.Broker;
using Switchyard.Storage.Postgres;
using Switchyard.Telemetry;

namespace Switchyard.Options;

/// <summary>Makes a node's model of its options.</summary>
internal static class NodeModelReader
{
    /// <summary>Reads all options; every problem is left in the set, and the model counts only when there is none.</summary>
    public static NodeModel Read(OptionSet set, string dataFolder)
    {
        var gateway = ReadGateway(set);
        var executors = WorkerReader.ReadExecutors(set, gateway.Listeners);
        return new NodeModel
        {
            DataFolder = Path.GetFullPath(dataFolder),
            Postgres = ReadDatabase(set),
            Synchronous = set.Get(NodeOptions.Synchronous),
            Engine = ReadEngine(set, Path.GetFullPath(dataFolder), executors),
            Gateway = gateway,
            LogLevel = set.Get(NodeOptions.LogLevel),
            LogFormat = set.Get(NodeOptions.LogFormat),
            Telemetry = ReadTelemetry(set),
            Worker = WorkerReader.Read(set, executors, gateway.Listeners),
            Ignored = [.. NodeOptions.Reserved.Where(set.IsGiven).Select(option => option.Key)],
        };
    }

    private static string? ReadDatabase(OptionSet set)
    {
        var database = set.Get(NodeOptions.Database);
        if (database == "sqlite")
        {
            return null;
        }

        if (PostgresStorage.ProblemOf(database) is { } problem)
        {
            // Without the text, which may hold a password.
            set.Refuse(NodeOptions.Database.Info, $"is neither sqlite nor a PostgreSQL database: {problem}");
        }

        return database;
    }

    private static EngineOptions ReadEngine(OptionSet set, string dataFolder, IReadOnlyList<string> executors) =>
        new()
        {
            LeaseTime = set.Get(NodeOptions.LeaseTime),
            MaxUnfinished = set.Get(NodeOptions.MaxUnfinished) ?? long.MaxValue,
            MaxLogBytes = (int)(set.Get(NodeOptions.MaxLogBytes) ?? 0),
            TypeAliases = set.Get(NodeOptions.TypeAliases),
            ExecTypes = ExecutorTypes.Commands,
            EnabledExecTypes = executors,
            BackupFolder = Path.Combine(dataFolder, set.Get(NodeOptions.BackupFolder)),
            Retention = new Retention(
                set.Get(NodeOptions.KeepSucceeded),
                set.Get(NodeOptions.KeepFailed),
                set.Get(NodeOptions.KeepCancelled),
                set.Get(NodeOptions.KeepAudit)
            ),
        };

    private static GatewayModel ReadGateway(OptionSet set)
    {
        var listeners = ListenerReader.Read(set);
        return new GatewayModel
        {
            Version = Product.Version,
            Listeners = listeners,
            MaxConnections = (int)(set.Get(NodeOptions.MaxConnections) ?? 0),
            MaxBodyBytes = set.Get(NodeOptions.MaxBodyBytes) ?? 0,
            CompressWorkers = set.Get(NodeOptions.CompressWorkers) ?? false,
            Certificate = listeners.Any(listener => listener.Url.IsHttps) ? ReadCertificate(set) : null,
            Callbacks = new CallbackModel
            {
                AllowPrivateNetwork =
                    set.Get(NodeOptions.AllowPrivateCallbacks) ?? listeners.All(listener => listener.Url.IsLoopback),
            },
            Broker = new BrokerModel
            {
                AcceptedTypes = set.Get(NodeOptions.AcceptedTypes) is { Count: > 0 } types ? types.ToHashSet() : null,
                TimeToLive = set.Get(NodeOptions.TimeToLive),
                TimeZone = ReadTimeZone(set),
                MaxQueued = set.Get(NodeOptions.MaxQueued),
            },
        };
    }

    private static TelemetryModel ReadTelemetry(OptionSet set)
    {
        Uri? endpoint = null;
        if (set.IsGiven(NodeOptions.OtlpEndpoint.Info))
        {
            var text = set.Get(NodeOptions.OtlpEndpoint);
            if (!Uri.TryCreate(text, UriKind.Absolute, out endpoint) || endpoint.Scheme is not ("http" or "https"))
            {
                set.Refuse(NodeOptions.OtlpEndpoint.Info, $"'{text}' is no http or https URL");
            }
        }

        return new TelemetryModel(set.Get(NodeOptions.Metrics) ?? true, endpoint, set.Get(NodeOptions.Traces));
    }

    private static TimeZoneInfo ReadTimeZone(OptionSet set)
    {
        var id = set.Get(NodeOptions.TimeZone);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        set.Refuse(NodeOptions.TimeZone.Info, $"'{id}' is no time zone that this machine knows");
        return TimeZoneInfo.Utc;
    }

    private static X509Certificate2? ReadCertificate(OptionSet set)
    {
        if (!set.IsGiven(NodeOptions.CertificatePath.Info))
        {
            set.Refuse(NodeOptions.CertificatePath.Info, "is needed, since a listener is https");
            return null;
        }

        var path = set.Get(NodeOptions.CertificatePath);
        var password = set.Get(NodeOptions.CertificatePassword);
        try
        {
            return X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12
                    ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : password.Length > 0 ? X509Certificate2.CreateFromEncryptedPemFile(path, password)
                : X509Certificate2.CreateFromPemFile(path);
        }
        catch (Exception exception)
            when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            set.Refuse(NodeOptions.CertificatePath.Info, $"'{path}' cannot be read: {exception.Message.TrimEnd('.')}");
            return null;
        }
    }
}
