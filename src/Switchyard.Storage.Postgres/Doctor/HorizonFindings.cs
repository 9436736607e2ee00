using Dapper;
using Npgsql;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>
/// What keeps vacuum from removing dead rows, and with them what makes claims slow: the oldest snapshot that anybody
/// holds; and how far the numbers of transactions are from running out, which only vacuum prevents.
/// </summary>
internal static class HorizonFindings
{
    private const long ManyTransactions = 1_000_000;
    private const long OldFrozen = 500_000_000;

    /// <summary>Where vacuum drops everything else (vacuum_failsafe_age); at some 2.1 billion writes are refused.</summary>
    private const long AncientFrozen = 1_600_000_000;

    private const long MuchLog = 1L << 30;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<Finding>> SnapshotAsync(NpgsqlConnection connection)
    {
        const string name = "snapshots";
        // Vacuum's own do not count. Sessions in other databases hold nothing here, but for those that replicate, which
        // are in none. When a session of another user began is shown to members of pg_read_all_stats only.
        var oldest = await connection.QuerySingleOrDefaultAsync<(int Pid, string Who, double Seconds, int Age)?>(
            """
            SELECT s.pid,
              concat_ws(', ', nullif(s.application_name, ''), 'user ' || s.usename, 'from ' || host(s.client_addr), s.state),
              coalesce(extract(epoch FROM clock_timestamp() - s.xact_start), 0)::float8,
              greatest(age(s.backend_xmin), age(s.backend_xid))
            FROM pg_stat_activity s
            WHERE s.pid <> pg_backend_pid() AND s.backend_type IS DISTINCT FROM 'autovacuum worker'
              AND (s.backend_xmin IS NOT NULL OR s.backend_xid IS NOT NULL)
              AND (s.datname = current_database() OR s.datname IS NULL)
            ORDER BY 4 DESC, s.xact_start LIMIT 1
            """
        );
        if (oldest is not var (pid, who, seconds, age))
        {
            return [Finding.Fine(name, "Nobody holds one.")];
        }

        var held = TimeSpan.FromSeconds(seconds);
        var detail =
            $"The oldest is held by process {pid} ({who})"
            + (held > TimeSpan.Zero ? $" for {Words.Span(held)}" : "")
            + $", {Words.Count(age)} transactions old";
        return
        [
            held > Long || age > ManyTransactions
                ? Finding.Doubt(
                    name,
                    $"{detail}: nothing that died since can be vacuumed. End it: SELECT pg_terminate_backend({pid})."
                )
                : Finding.Fine(name, $"{detail}."),
        ];
    }

    public static async Task<IReadOnlyList<Finding>> PreparedAsync(NpgsqlConnection connection)
    {
        const string name = "prepared transactions";
        var oldest = await connection.QuerySingleOrDefaultAsync<(string Id, string Owner, double Seconds)?>(
            """
            SELECT gid, owner::text, extract(epoch FROM clock_timestamp() - prepared)::float8 FROM pg_prepared_xacts
            WHERE database = current_database() ORDER BY prepared LIMIT 1
            """
        );
        if (oldest is not var (id, owner, seconds))
        {
            return [Finding.Fine(name, "There is none.")];
        }

        var age = TimeSpan.FromSeconds(seconds);
        var detail = $"The oldest, '{id}' of {owner}, waits for {Words.Span(age)}";
        return
        [
            age > Long
                ? Finding.Doubt(name, $"{detail} and holds back vacuum: COMMIT PREPARED or ROLLBACK PREPARED it.")
                : Finding.Fine(name, $"{detail}."),
        ];
    }

    public static async Task<IReadOnlyList<Finding>> SlotsAsync(NpgsqlConnection connection)
    {
        const string name = "replication slots";
        var slots = (
            await connection.QueryAsync<(string Name, bool IsActive, int Age, long Log)>(
                """
                SELECT slot_name::text, active, coalesce(age(xmin), 0),
                  coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint
                FROM pg_replication_slots ORDER BY slot_name
                """
            )
        ).AsList();
        var problems = slots
            .Where(slot => !slot.IsActive || slot.Age > ManyTransactions || slot.Log > MuchLog)
            .Select(slot =>
                $"{slot.Name} is {(slot.IsActive ? "behind" : "used by nobody")}: it keeps {Words.Bytes(slot.Log)} of the log"
                + (slot.Age > 0 ? $" and rows that died in the last {Words.Count(slot.Age)} transactions" : "")
            )
            .ToList();
        return
        [
            problems.Count > 0
                ? Finding.Doubt(
                    name,
                    $"{string.Join("; ", problems)}. The disk fills by that; one that is not needed goes by SELECT pg_drop_replication_slot(NAME)."
                )
                : Finding.Fine(name, slots.Count == 0 ? "There is none." : $"{slots.Count}, none of them behind."),
        ];
    }

    public static async Task<IReadOnlyList<Finding>> WraparoundAsync(NpgsqlConnection connection)
    {
        const string name = "wraparound";
        var age = await connection.ExecuteScalarAsync<long>(
            """
            SELECT greatest(age(datfrozenxid), mxid_age(datminmxid))::bigint FROM pg_database
            WHERE datname = current_database()
            """
        );
        var detail = $"The oldest row not frozen is {Words.Count(age)} transactions old";
        return
        [
            age > AncientFrozen
                ? Finding.Bad(name, $"{detail}; soon no write is possible. VACUUM now, and see what holds it back.")
            : age > OldFrozen ? Finding.Doubt(name, $"{detail}: vacuum does not keep up, or is held back.")
            : Finding.Fine(name, $"{detail}, of some 2,100,000,000."),
        ];
    }
}
