using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tests;

/// <summary>SQLite stores, each in a folder of its own.</summary>
public sealed class SqliteStorageFixture : IStorageDriver
{
    /// <inheritdoc />
    public ValueTask<IStorageSite> CreateSiteAsync() => new(new Site());

    private sealed class Site : IStorageSite
    {
        // What every store has, jobs or not.
        private static readonly string[] Lasting =
        [
            "lane",
            "route",
            "counter",
            "api_key",
            "audit",
            "migration",
            "sqlite_sequence",
            "sqlite_stat1",
        ];

        private readonly TempFolder _folder = new();
        private SqliteStorage? _open;

        private string File => _folder["switchyard.db"];

        // Without syncs: what they are for is tested by power cuts, and here they would only take time.
        public async ValueTask<IStorage> OpenAsync(TimeProvider clock) =>
            _open = await SqliteStorage.OpenAsync(
                new SqliteStorageOptions { DataFolder = _folder.Path, Synchronous = SqliteSynchronous.Off },
                clock,
                NullLogger<SqliteStorage>.Instance,
                CancellationToken.None
            );

        // SQLite takes one page for as many as there are, and the greatest number for the default.
        public async ValueTask FillAsync(bool full) =>
            await _open!.OnWriterAsync(database =>
            {
                using var limit = database.Prepare($"PRAGMA max_page_count = {(full ? 1 : 4_294_967_294)}");
                return limit.Number();
            });

        public ValueTask<IReadOnlyList<string>> LeftoversAsync()
        {
            using var database = Connection.OpenWriter(File);
            var left = new List<string>();
            foreach (var table in Tables(database).Except(Lasting))
            {
                using var count = database.Prepare($"SELECT count(*) FROM \"{table}\"");
                if (count.Number() is > 0 and var rows)
                {
                    left.Add($"{table}: {rows}");
                }
            }

            return new(left);
        }

        public ValueTask PlantAsync(Damage damage)
        {
            SqliteDamage.Plant(File, damage);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        private static List<string> Tables(Connection database)
        {
            using var names = database.Prepare("SELECT name FROM sqlite_master WHERE type = 'table'");
            var tables = new List<string>();
            while (names.Step())
            {
                tables.Add(names.Text(0));
            }

            return tables;
        }
    }
}
