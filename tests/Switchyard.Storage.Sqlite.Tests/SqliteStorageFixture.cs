using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance;

namespace Switchyard.Storage.Sqlite.Tests;

/// <summary>SQLite stores, each in a folder of its own.</summary>
public sealed class SqliteStorageFixture : IStorageDriver
{
    /// <inheritdoc />
    public ValueTask<IStorageSite> CreateSiteAsync() => new(new Site());

    private sealed class Site : IStorageSite
    {
        private readonly TempFolder _folder = new();

        // Without syncs: what they are for is tested by power cuts, and here they would only take time.
        public async ValueTask<IStorage> OpenAsync(TimeProvider clock) =>
            await SqliteStorage.OpenAsync(
                new SqliteStorageOptions { DataFolder = _folder.Path, Synchronous = SqliteSynchronous.Off },
                clock,
                NullLogger<SqliteStorage>.Instance,
                CancellationToken.None
            );

        public ValueTask PlantAsync(Damage damage)
        {
            SqliteDamage.Plant(_folder["switchyard.db"], damage);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
