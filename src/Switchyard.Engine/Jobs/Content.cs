namespace Switchyard.Engine.Jobs;

/// <summary>
/// Opaque bytes of a job, its payload or result: kept as they came, either inline or, above
/// <see cref="InlineLimit"/>, as a blob of their own that the job refers to.
/// </summary>
/// <param name="Inline">The bytes; empty when they are in a blob.</param>
/// <param name="BlobId">The blob that holds the bytes; 0 when they are inline.</param>
public readonly record struct Content(ReadOnlyMemory<byte> Inline, long BlobId = 0)
{
    /// <summary>Longer bytes go into a blob before the round that refers to it: 256 KiB.</summary>
    public const int InlineLimit = 256 * 1024;

    /// <summary>No bytes at all.</summary>
    public static Content Empty => default;
}
