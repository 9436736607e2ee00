using Dapper;
using Npgsql;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The settings that matter, in the order of what they cost.</summary>
internal static class SettingFindings
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly SettingRule[] Rules =
    [
        SettingRule.Is("fsync", "on", FindingGrade.Bad, "without, a crash of its machine can destroy the database"),
        // "local" and "remote_write" wait for this server's disk, as is promised.
        new(
            "synchronous_commit",
            setting =>
                setting.Shown == "off"
                    ? (FindingGrade.Bad, "an acknowledged job may not survive a crash; set it to on")
                    : null
        ),
        SettingRule.Is(
            "full_page_writes",
            "on",
            FindingGrade.Doubt,
            "without, a power cut leaves torn pages on every file system that can tear them"
        ),
        SettingRule.Is(
            "default_transaction_isolation",
            "read committed",
            FindingGrade.Bad,
            "rounds that meet would fail instead of waiting for each other"
        ),
        SettingRule.Is(
            "default_transaction_read_only",
            "off",
            FindingGrade.Bad,
            "no round can be written",
            isQuiet: true
        ),
        SettingRule.Is("autovacuum", "on", FindingGrade.Bad, "dead rows pile up, and claims grow slower without end"),
        SettingRule.Is("track_counts", "on", FindingGrade.Bad, "without, autovacuum does nothing", isQuiet: true),
        // Asked for by each connection of the driver.
        SettingRule.Is(
            "enable_seqscan",
            "off",
            FindingGrade.Bad,
            "claims grow slow with the queue, for the driver's settings do not arrive; a pooler in front drops them "
                + "(ignore_startup_parameters). Give them to the user by ALTER ROLE",
            isQuiet: true
        ),
        SettingRule.AtLeast("shared_buffers", 128, "a quarter of the machine's memory is usual"),
        SettingRule.AtLeast("max_wal_size", 1024, "checkpoints come often, and after each every page is logged whole"),
        new(
            "idle_in_transaction_session_timeout",
            setting =>
                setting.Number == 0
                    ? (FindingGrade.Fine, "a transaction that anybody forgot holds back vacuum for ever")
                : setting.Number < Patience.TotalMilliseconds
                    ? (FindingGrade.Doubt, $"less than {Words.Span(Patience)}: it may end a node's own")
                : null
        ),
        SettingRule.Limit("statement_timeout", Patience, "it may end what a node does in the background"),
        SettingRule.Limit("transaction_timeout", Patience, "it may end what a node does in the background"),
        SettingRule.Limit("idle_session_timeout", TimeSpan.FromDays(1), "an idle node loses its connections"),
    ];

    public static async Task<IReadOnlyList<Finding>> ReadAsync(NpgsqlConnection connection)
    {
        // Some came with later versions, and are not there before.
        var settings = await connection.QueryAsync<(string Name, string Shown, long Number)>(
            """
            SELECT name, current_setting(name),
              CASE unit WHEN 'ms' THEN setting::bigint WHEN '8kB' THEN setting::bigint * 8192
                WHEN 'MB' THEN setting::bigint * 1048576 ELSE 0 END
            FROM pg_settings WHERE name = ANY (@names)
            """,
            new { names = Rules.Select(rule => rule.Name).ToArray() }
        );
        var byName = settings.ToDictionary(row => row.Name, row => new Setting(row.Name, row.Shown, row.Number));
        return
        [
            .. Rules
                .Select(rule => byName.TryGetValue(rule.Name, out var setting) ? rule.Judge(setting) : null)
                .OfType<Finding>(),
        ];
    }
}
