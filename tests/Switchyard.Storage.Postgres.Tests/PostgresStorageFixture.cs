using Dapper;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance;

namespace Switchyard.Storage.Postgres.Tests;

/// <summary>PostgreSQL stores, each in a database of its own.</summary>
public sealed class PostgresStorageFixture : IStorageDriver
{
    /// <inheritdoc />
    public async ValueTask<IStorageSite> CreateSiteAsync() => new Site(await TestDatabase.CreateAsync());

    private sealed class Site(TestDatabase database) : IStorageSite
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
            "node",
            "round",
            "answer",
        ];

        public async ValueTask<IStorage> OpenAsync(TimeProvider clock)
        {
            await FillAsync(full: false); // as a test expects of a restart
            return await database.OpenAsync(clock);
        }

        // The very error that a server reports whose disk is full, from the tables that large things go to.
        public async ValueTask FillAsync(bool full) =>
            await database.ExecuteAsync(
                full
                    ? """
                    CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
                    END $$;
                    CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT ON job EXECUTE FUNCTION refuse();
                    CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT ON blob EXECUTE FUNCTION refuse();
                    CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT ON log EXECUTE FUNCTION refuse();
                    """
                    : "DROP FUNCTION IF EXISTS refuse CASCADE"
            );

        public async ValueTask<IReadOnlyList<string>> LeftoversAsync()
        {
            await using var connection = await database.ConnectAsync();
            var tables = await connection.QueryAsync<string>(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'switchyard'::regnamespace"
            );
            var left = new List<string>();
            foreach (var table in tables.Except(Lasting))
            {
                if (await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}") is > 0 and var rows)
                {
                    left.Add($"{table}: {rows}");
                }
            }

            return left;
        }

        public async ValueTask PlantAsync(Damage damage) => await database.ExecuteAsync(PostgresDamage.Sql(damage));

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
