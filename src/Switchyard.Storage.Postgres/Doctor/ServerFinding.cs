using Dapper;
using Npgsql;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The server: which, and whether it can be used at all.</summary>
internal static class ServerFinding
{
    private const string Name = "database";

    public static async Task<Finding> ReadAsync(NpgsqlConnection connection)
    {
        var (number, version, encoding, isStandby, user) = await connection.QuerySingleAsync<(
            int,
            string,
            string,
            bool,
            string
        )>(
            """
            SELECT current_setting('server_version_num')::int, current_setting('server_version'),
              current_setting('server_encoding'), pg_is_in_recovery(), current_user::text
            """
        );
        var detail = $"PostgreSQL {version} at {connection.Host}:{connection.Port}/{connection.Database}, as {user}";
        return number < StoreOpening.LeastVersion ? Finding.Bad(Name, $"{detail}: version 15 or later is needed.")
            : !StoreOpening.HoldsAllText(encoding)
                ? Finding.Bad(Name, $"{detail}: of the encoding {encoding}; UTF8 is needed.")
            : isStandby ? Finding.Bad(Name, $"{detail}: a standby, which cannot be written to. Name the primary.")
            : Finding.Fine(Name, $"{detail}.");
    }
}
