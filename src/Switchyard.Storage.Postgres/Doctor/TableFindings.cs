using Dapper;
using Npgsql;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The tables that turn over: their storage options, and what is dead in them.</summary>
internal static class TableFindings
{
    /// <summary>Those whose rows are small, of which a large file with few rows in it is nothing but empty pages.</summary>
    private static readonly string[] Small = ["ready", "lease", "later", "held", "counter", "round"];

    private static readonly string[] Shown = [.. Small, "answer", "job", "outcome"];

    /// <summary>Autovacuum looks around every minute; a busy server has millions of dead rows by then.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(10);

    private const long ManyDead = 5_000_000;
    private const long LargeFile = 256L << 20;
    private const long MostOfARow = 4096;

    public static async Task<IReadOnlyList<Finding>> ReadAsync(NpgsqlConnection connection)
    {
        var rows = (
            await connection.QueryAsync<TableRow>(
                """
                SELECT c.relname::text AS name, s.n_live_tup AS live, s.n_dead_tup AS dead,
                  pg_total_relation_size(c.oid) AS bytes,
                  extract(epoch FROM clock_timestamp() - greatest(s.last_autovacuum, s.last_vacuum))::float8 AS vacuumedago,
                  coalesce(c.reloptions, '{}') AS options,
                  current_setting('autovacuum_vacuum_threshold')::float8 AS threshold,
                  current_setting('autovacuum_vacuum_scale_factor')::float8 AS share
                FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
                WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema()))
                """
            )
        ).ToDictionary(row => row.Name);
        return
        [
            OfOptions(rows),
            .. Shown.Select(name => rows.GetValueOrDefault(name)).OfType<TableRow>().Select(Judge),
        ];
    }

    /// <summary>What is dead in a table, and whether that is more than should be.</summary>
    internal static Finding Judge(TableRow row)
    {
        var name = $"table {row.Name}";
        var vacuumed = row.VacuumedAgo is { } ago ? TimeSpan.FromSeconds(ago) : (TimeSpan?)null;
        var detail =
            $"{Words.Count(row.Live)} rows and {Words.Count(row.Dead)} dead ones in {Words.Bytes(row.Bytes)}, "
            + (vacuumed is { } span ? $"vacuumed {Words.Span(span)} ago" : "never vacuumed");
        // Of one that was never vacuumed nobody knows for how long it should have been.
        var isOverdue = vacuumed is { } since ? since > Overdue && row.Dead > 2 * row.Due : row.Dead > 10 * row.Due;
        return isOverdue
                ? Finding.Doubt(
                    name,
                    $"{detail}: autovacuum does not come, though it is due from {Words.Count((long)row.Due)} on."
                )
            : row.Dead > ManyDead && row.Dead > 5 * row.Live
                ? Finding.Doubt(name, $"{detail}: vacuum does not keep up, or a snapshot holds it back.")
            : Small.Contains(row.Name) && row.Bytes > LargeFile && row.Bytes / (row.Live + row.Dead + 1) > MostOfARow
                ? Finding.Doubt(
                    name,
                    $"{detail}: mostly empty pages, which stay after a deep queue. With the nodes stopped: VACUUM FULL {row.Name}."
                )
            : Finding.Fine(name, $"{detail}.");
    }

    private static Finding OfOptions(Dictionary<string, TableRow> rows)
    {
        const string name = "table options";
        var problems = new List<string>();
        foreach (var (table, made) in TableOptions.Made)
        {
            var now = rows.TryGetValue(table, out var row) ? TableOptions.Parse(row.Options) : made;
            problems.AddRange(
                made.Where(option => now.GetValueOrDefault(option.Key) != option.Value)
                    .Select(option =>
                        $"{table}: {option.Key} is {now.GetValueOrDefault(option.Key) ?? "not set"}, {option.Value} as made"
                    )
            );
            if (now.GetValueOrDefault("autovacuum_enabled") is "false" or "off")
            {
                problems.Add($"{table}: autovacuum_enabled is off");
            }
        }

        return problems.Count > 0
            ? Finding.Doubt(name, $"{string.Join("; ", problems)}.")
            : Finding.Fine(name, $"{TableOptions.Made.Count} tables have them as they were made.");
    }
}
