using Dapper;
using Npgsql;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The nodes that are connected.</summary>
internal static class NodeFinding
{
    public static async Task<(Finding Finding, bool IsHere)> ReadAsync(NpgsqlConnection connection)
    {
        // Addresses of another user's sessions are not shown; those of a socket on one machine are null.
        var nodes = (
            await connection.QueryAsync<(long Number, string Address, bool IsHere)>(
                $"""
                SELECT living.id, coalesce(host(s.client_addr), '?'), coalesce(s.client_addr = inet_client_addr(), false)
                FROM ({NodeSession.LivingSql}) AS living(id, pid) LEFT JOIN pg_stat_activity s USING (pid)
                """
            )
        ).AsList();
        var detail =
            nodes.Count == 0
                ? "None is connected."
                : $"Connected: {string.Join(", ", nodes.Select(node => $"{node.Number} from {node.Address}"))}.";
        return (Finding.Fine("nodes", detail), nodes.Exists(node => node.IsHere));
    }
}
