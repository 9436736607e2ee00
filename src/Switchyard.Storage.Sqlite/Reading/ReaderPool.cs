using System.Collections.Concurrent;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>
/// A few connections that read, opened as they are needed. A read runs on its caller's thread, since most take some
/// microseconds; when all connections are taken, callers wait.
/// </summary>
internal sealed class ReaderPool(string file, int size, LaneCache lanes) : IAsyncDisposable
{
    /// <summary>A reader's page cache, in KiB: most of what it wants is in the system's.</summary>
    private const int CacheKiB = 2048;

    private readonly SemaphoreSlim _free = new(size);
    private readonly ConcurrentBag<Reader> _readers = [];
    private volatile bool _closing;

    public async ValueTask<T> ReadAsync<T>(Func<Reader, T> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            var reader = _readers.TryTake(out var idle) ? idle : Open();
            try
            {
                return reader.Read(read);
            }
            finally
            {
                _readers.Add(reader);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the reads that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        for (var taken = 0; taken < size; taken++)
        {
            await _free.WaitAsync(CancellationToken.None);
        }

        foreach (var reader in _readers)
        {
            reader.Dispose();
        }

        // Whoever still comes gets through to the refusal.
        _free.Release(size);
    }

    private Reader Open()
    {
        var database = Connection.OpenReader(file);
        database.Execute($"PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{CacheKiB}");
        return new Reader(database, lanes);
    }
}
