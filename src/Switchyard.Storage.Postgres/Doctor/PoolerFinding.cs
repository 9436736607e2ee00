using Dapper;
using Npgsql;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>
/// Whether a pooler stands in front, and whether it pools sessions. One that pools transactions gives a session's server
/// process away as soon as its transaction ends; a node's lock and prepared statements would go with it.
/// </summary>
internal static class PoolerFinding
{
    private const string Name = "pooler";
    private const string AskProcess = "SELECT pg_backend_pid()";

    public static async Task<IReadOnlyList<Finding>> ReadAsync(
        NpgsqlConnection connection,
        NpgsqlDataSource source,
        CancellationToken cancellation
    )
    {
        var before = await connection.ExecuteScalarAsync<int>(AskProcess);
        await using var other = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await other.BeginTransactionAsync(cancellation);
        // Keeps whatever server process it is given: ours, where that is to be had.
        var taken = await other.ExecuteScalarAsync<int>(AskProcess);
        var after = await connection.ExecuteScalarAsync<int>(AskProcess);
        return
        [
            before != after || before == taken
                ? Finding.Bad(Name, "A pooler in front pools transactions: let it pool sessions, or go past it.")
            // A pooler makes up the number that a client is told as it connects.
            : before != connection.ProcessID ? Finding.Fine(Name, "A pooler stands in front, and pools sessions.")
            : Finding.Fine(Name, "None stands in front."),
        ];
    }
}
