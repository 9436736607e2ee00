using Npgsql;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>Looks at a database, as a node would be connected to it, and says what is wrong. Changes nothing.</summary>
public static class PostgresDoctor
{
    /// <summary>Looks at all there is to see, in well under a second; what the user may not see is said to be so.</summary>
    /// <param name="options">The database.</param>
    /// <param name="clock">The clock of this machine.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>The findings; that the database cannot be reached is one.</returns>
    /// <exception cref="FormatException">The name of the database is none.</exception>
    public static async ValueTask<PostgresReport> ExamineAsync(
        PostgresStorageOptions options,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var sources = new DataSources(options);
        await using var source = sources.Doctor();
        var findings = new List<Finding>();
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            var server = await ServerFinding.ReadAsync(connection);
            findings.Add(server);
            if (server.Grade != FindingGrade.Bad)
            {
                return await ExamineAsync(sources, source, connection, clock, findings, cancellation);
            }
        }
        catch (Exception fault) when (PostgresFault.IsOutage(fault))
        {
            findings.Add(Finding.Bad("database", $"{sources.Address}: {ReasonOf(fault)}"));
        }

        return new PostgresReport(findings, false);
    }

    private static async Task<PostgresReport> ExamineAsync(
        DataSources sources,
        NpgsqlDataSource source,
        NpgsqlConnection connection,
        TimeProvider clock,
        List<Finding> findings,
        CancellationToken cancellation
    )
    {
        var hasStore = await SchemaFinding.HasStoreAsync(connection);
        await AddAsync("schema", () => SchemaFinding.ReadAsync(connection, sources.Schema, hasStore));
        await AddAsync("pooler", () => PoolerFinding.ReadAsync(connection, source, cancellation));
        await AddAsync("settings", () => SettingFindings.ReadAsync(connection));
        await AddAsync("connections", () => ConnectionFinding.ReadAsync(connection, sources.PoolSize + 1));
        var nodes = await NodeFinding.ReadAsync(connection);
        findings.Add(nodes.Finding);
        if (hasStore)
        {
            await AddAsync("tables", () => TableFindings.ReadAsync(connection));
        }

        await AddAsync("snapshots", () => HorizonFindings.SnapshotAsync(connection));
        await AddAsync("prepared transactions", () => HorizonFindings.PreparedAsync(connection));
        await AddAsync("replication slots", () => HorizonFindings.SlotsAsync(connection));
        await AddAsync("wraparound", () => HorizonFindings.WraparoundAsync(connection));
        await AddAsync("database clock", () => ClockFinding.ReadAsync(connection, clock, hasStore));
        await AddAsync("database disk", () => DiskFinding.ReadAsync(connection));
        return new PostgresReport(findings, nodes.IsHere);

        async Task AddAsync(string name, Func<Task<IReadOnlyList<Finding>>> read)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                findings.AddRange(await read());
            }
            catch (PostgresException refusal) when (PostgresFault.IsRefusal(refusal))
            {
                findings.Add(Finding.Doubt(name, $"Cannot be looked at: {refusal.MessageText}."));
            }
        }
    }

    // Of a pooler that does not know the setting: unsupported startup parameter: options.
    private static string ReasonOf(Exception fault) =>
        fault is PostgresException { MessageText: var text }
        && text.Contains("startup parameter", StringComparison.Ordinal)
            ? $"A pooler in front refuses the driver's settings ({text}): let it pass them on, or go past it."
            : PostgresFault.Translate(fault).Message;
}
