using Dapper;
using Npgsql;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>What fills the database's disk, as far as PostgreSQL tells: not how much of it is free.</summary>
internal static class DiskFinding
{
    private const string Name = "database disk";

    public static async Task<IReadOnlyList<Finding>> ReadAsync(NpgsqlConnection connection)
    {
        var (size, failing, since) = await connection.QuerySingleAsync<(long, bool, double)>(
            """
            SELECT pg_database_size(current_database()),
              coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false),
              coalesce(extract(epoch FROM now() - coalesce(last_archived_time, stats_reset)), 0)::float8
            FROM pg_stat_archiver
            """
        );
        return
        [
            failing
                ? Finding.Doubt(
                    Name,
                    $"The log cannot be archived, for {Words.Span(TimeSpan.FromSeconds(since))}: it piles up until the disk is full. "
                        + "PostgreSQL's own log says why."
                )
                : Finding.Fine(Name, $"The database has {Words.Bytes(size)}; PostgreSQL does not tell what is free."),
        ];
    }
}
