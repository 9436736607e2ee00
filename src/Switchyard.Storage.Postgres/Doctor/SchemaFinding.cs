using Dapper;
using Npgsql;
using Switchyard.Storage.Postgres.Schema;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>The schema's steps, against those that this binary knows.</summary>
internal static class SchemaFinding
{
    private const string Name = "schema";

    public static Task<bool> HasStoreAsync(NpgsqlConnection connection) =>
        connection.ExecuteScalarAsync<bool>("SELECT to_regclass('migration') IS NOT NULL");

    public static async Task<IReadOnlyList<Finding>> ReadAsync(
        NpgsqlConnection connection,
        string schema,
        bool hasStore
    )
    {
        if (!hasStore)
        {
            return [Finding.Fine(Name, $"The schema {schema} holds no store yet; serve makes it.")];
        }

        var applied = (
            await connection.QueryAsync<(int Number, string Name, string Sha256)>(
                "SELECT number, name, sha256 FROM migration ORDER BY number"
            )
        ).AsList();
        return [Judge(applied, Migration.All)];
    }

    private static Finding Judge(List<(int Number, string Name, string Sha256)> applied, IReadOnlyList<Migration> known)
    {
        if (applied.Find(step => step.Number > known.Count) is { Name: { } newer })
        {
            return Finding.Bad(
                Name,
                $"It has the step {newer}, and this version knows {known.Count}: use the version that wrote it, or a later one."
            );
        }

        if (applied.Find(step => known[step.Number - 1].Sha256 != step.Sha256) is { Name: { } other })
        {
            return Finding.Bad(Name, $"Its step {other} is not the one that this version knows.");
        }

        return applied.Count < known.Count
            ? Finding.Doubt(
                Name,
                $"It is at step {applied.Count} of {known.Count}; the next serve of this version brings it up."
            )
            : Finding.Fine(Name, $"It is at step {applied.Count} of {known.Count}.");
    }
}
