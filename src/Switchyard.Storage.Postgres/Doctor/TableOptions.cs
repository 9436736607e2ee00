using System.Text.RegularExpressions;
using Switchyard.Storage.Postgres.Schema;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The storage options that the migrations gave to tables: read from them, so that nothing is said twice.</summary>
internal static partial class TableOptions
{
    /// <summary>By table; those without any are missing.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Made { get; } = Read();

    /// <summary>Reads <c>fillfactor=70</c>, one each.</summary>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> options) =>
        options
            .Select(option => option.Split('=', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Read()
    {
        var made = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (Match match in Migration.All.SelectMany(migration => Given().Matches(migration.Sql)))
        {
            made[match.Groups["table"].Value] = Parse(match.Groups["options"].Value.Split(','));
        }

        return made;
    }

    // CREATE TABLE later (
    //   id bigint PRIMARY KEY,
    // ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
    [GeneratedRegex(
        @"^CREATE TABLE (?<table>\w+) \($[^;]*?^\) WITH \((?<options>[^)]*)\);",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Given();
}
