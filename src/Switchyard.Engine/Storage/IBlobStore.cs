namespace Switchyard.Engine.Storage;

/// <summary>Bytes too large for a round's rows (over 256 KiB, up to 64 MiB), each written in a transaction of its own.</summary>
public interface IBlobStore
{
    /// <summary>Stores the bytes durably and returns the blob's id; a round must refer to it within the hour, or it is swept.</summary>
    /// <exception cref="StorageUnavailableException">As for a round.</exception>
    ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>The bytes; null when there is no such blob.</summary>
    ValueTask<byte[]?> ReadAsync(long id, CancellationToken cancellation);
}
