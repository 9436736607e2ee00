using Dapper;
using Npgsql;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The connections that there may be, against those that a node takes.</summary>
internal static class ConnectionFinding
{
    private const string Name = "connections";

    /// <param name="connection">To the database.</param>
    /// <param name="needed">What one node takes at most.</param>
    public static async Task<IReadOnlyList<Finding>> ReadAsync(NpgsqlConnection connection, int needed)
    {
        // A limit of -1 is none. The last setting came with version 16.
        var (allowed, inUse) = await connection.QuerySingleAsync<(int, int)>(
            """
            SELECT least(
              current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true)::int, 0),
              (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
              (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
            ), (SELECT sum(numbackends)::int FROM pg_stat_database)
            """
        );
        var detail = $"{allowed} are allowed, {inUse} are in use, a node takes up to {needed}";
        return
        [
            allowed < needed ? Finding.Bad(Name, $"{detail}: raise max_connections, or lower Maximum Pool Size.")
            : allowed - inUse < needed ? Finding.Doubt(Name, $"{detail}: there is no room for one more.")
            : Finding.Fine(Name, $"{detail}."),
        ];
    }
}
