using Microsoft.Extensions.Logging;
using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Audit;
using Switchyard.Storage.Postgres.Blobs;
using Switchyard.Storage.Postgres.Bulk;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Keys;
using Switchyard.Storage.Postgres.Lanes;
using Switchyard.Storage.Postgres.Logs;
using Switchyard.Storage.Postgres.Maintenance;
using Switchyard.Storage.Postgres.Nodes;
using Switchyard.Storage.Postgres.Reading;
using Switchyard.Storage.Postgres.Rounds;
using Switchyard.Storage.Postgres.Schedules;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres;

/// <summary>
/// The store in a database of PostgreSQL, 15 or later. One connection commits the rounds of this node; a bounded pool
/// serves all else.
/// </summary>
public sealed partial class PostgresStorage : IStorage
{
    private readonly NodeSession _session;
    private readonly StoreDatabase _database;
    private readonly CounterFolder _folder;
    private readonly RoundStore _rounds;
    private bool _disposed;

    private PostgresStorage(
        StoreDatabase database,
        NodeSession session,
        StoreClock clock,
        string version,
        ILogger logger
    )
    {
        (_database, _session) = (database, session);
        var lanes = new LaneCache(database);
        var lows = new LowWater(TimeProvider.System);
        _folder = new CounterFolder(database, logger);
        _rounds = new RoundStore(session, clock, lows, logger);
        Jobs = new JobReads(database, lanes, new JobLists(database, lanes), clock);
        Blobs = new BlobStore(database, clock);
        Lanes = new LaneStore(lanes, database);
        Logs = new LogStore(database);
        Keys = new KeyStore(database, clock);
        Audit = new AuditStore(database, clock);
        Bulk = new BulkStore(database, clock);
        Schedules = new ScheduleStore(database, clock);
        ScheduleRuns = new ScheduleRunStore(database, lanes);
        Nodes = new NodeStore(database, clock, session.Node, version);
        Maintenance = new MaintenanceStore(
            new Retaining(database, clock, session.Node),
            new Reconciling(database, lows)
        );
    }

    /// <inheritdoc />
    public IRoundStore Rounds => _rounds;

    /// <inheritdoc />
    public IJobStore Jobs { get; }

    /// <inheritdoc />
    public IBlobStore Blobs { get; }

    /// <inheritdoc />
    public ILaneStore Lanes { get; }

    /// <inheritdoc />
    public ILogStore Logs { get; }

    /// <inheritdoc />
    public IKeyStore Keys { get; }

    /// <inheritdoc />
    public IAuditStore Audit { get; }

    /// <inheritdoc />
    public IBulkStore Bulk { get; }

    /// <inheritdoc />
    public IScheduleStore Schedules { get; }

    /// <inheritdoc />
    public IScheduleRunStore ScheduleRuns { get; }

    /// <inheritdoc />
    public INodeStore Nodes { get; }

    /// <inheritdoc />
    public IMaintenanceStore Maintenance { get; }

    /// <summary>Whether a text names a database by a URL.</summary>
    internal static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with the name of a database; null when nothing is. Asks no server.</summary>
    public static string? ProblemOf(string database)
    {
        try
        {
            DatabaseText.Parse(database);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>Npgsql's connection text of the name of a database.</summary>
    /// <exception cref="FormatException">The name is none.</exception>
    public static string ConnectionTextOf(string database) => DatabaseText.Parse(database).ConnectionString;

    /// <summary>The name of a database for people: its password is masked, and all of it where it is none.</summary>
    public static string WithoutPassword(string database)
    {
        const string masked = "***";
        try
        {
            var parts = DatabaseText.Parse(database);
            if (parts is { Password: null, SslPassword: null })
            {
                return database;
            }

            parts.Password = parts.Password is null ? null : masked;
            parts.SslPassword = parts.SslPassword is null ? null : masked;
            return parts.ConnectionString;
        }
        catch (FormatException)
        {
            return masked;
        }
    }

    /// <summary>Opens the store in a database, which must exist, and brings its schema up to date.</summary>
    /// <param name="options">Where, and how.</param>
    /// <param name="logger">For what no caller is told.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="FormatException">The name of the database is none.</exception>
    /// <exception cref="StorageFatalException">The schema is newer than this binary; the server is before 15; the
    /// database cannot hold every text; the user may not do what is needed.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or does not let us in.</exception>
    public static async ValueTask<PostgresStorage> OpenAsync(
        PostgresStorageOptions options,
        ILogger<PostgresStorage> logger,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConnections, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxConnections, 100);
        var sources = new DataSources(options);
        var database = new StoreDatabase(sources.Pool());
        NodeSession? session = null;
        try
        {
            var clock = new StoreClock(options.Clock);
            var start = await new StoreOpening(logger, sources.Schema).RunAsync(database, cancellation);
            session = new NodeSession(sources.Single(start.Node), start.Node);
            await session.JoinAsync(clock, cancellation);
            return new PostgresStorage(database, session, clock, start.Version, logger);
        }
        catch (Exception fault)
        {
            if (session is not null)
            {
                await session.DisposeAsync();
            }

            await database.DisposeAsync();
            if (PostgresFault.IsOutage(fault))
            {
                throw PostgresFault.Translate(fault);
            }

            if (fault is PostgresException refusal)
            {
                throw new StorageFatalException($"PostgreSQL refuses: {refusal.MessageText}.", refusal);
            }

            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _rounds.DisposeAsync();
        await _folder.DisposeAsync();
        await _session.DisposeAsync();
        await _database.DisposeAsync();
    }
}
