using Npgsql;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Tests.Connections;

public sealed class DataSourcesTests
{
    [Theory]
    [InlineData("postgres://db/jobs", 10, 5, null)]
    [InlineData("postgres://a,b/jobs", 10, 5, "primary")]
    [InlineData("Host=a,b;Target Session Attributes=any", 10, 5, "any")]
    [InlineData("postgres://db/jobs?connect_timeout=9&Maximum%20Pool%20Size=30", 30, 9, null)]
    [InlineData("Host=db;MaxPoolSize=30;Timeout=15", 30, 15, null)]
    public async Task Pool_OfADatabase_IsAsGivenElseTheDriversOwn(
        string database,
        int size,
        int timeout,
        string? target
    )
    {
        var sources = new DataSources(new PostgresStorageOptions { Database = database });

        await using var pool = sources.Pool();

        var text = new NpgsqlConnectionStringBuilder(pool.ConnectionString);
        (text.MaxPoolSize, text.Timeout, text.TargetSessionAttributes).ShouldBe((size, timeout, target));
        sources.PoolSize.ShouldBe(size);
    }
}
