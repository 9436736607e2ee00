using System.Security.Cryptography;
using System.Text;

namespace Switchyard.Storage.Postgres.Schema;

/// <summary>One step of the schema, an embedded file <c>Migrations/0001_initial.sql</c>.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>The hash by which a changed step is noticed. Line ends do not count: git may turn them.</summary>
    public string Sha256 { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The steps that this binary knows, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Read().OrderBy(migration => migration.Number)];

    private static IEnumerable<Migration> Read()
    {
        var assembly = typeof(Migration).Assembly;
        foreach (
            var resource in assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource.Split('.')[^2];
            yield return new Migration(int.Parse(name.Split('_')[0]), name, reader.ReadToEnd());
        }
    }
}
