using System.Security.Cryptography;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Large bytes, in parts, with a count of the rows that refer to them.</summary>
internal sealed class BlobTable(Connection database)
{
    /// <summary>The largest part: 1 MiB, which the writer writes in a few milliseconds.</summary>
    public const int PartSize = 1 << 20;

    private const int PartsPerBlob = 256;

    private readonly Statement _insert = database.Prepare(
        "INSERT INTO blob (uses, since, length, sha256) VALUES (0, ?1, ?2, ?3) RETURNING id"
    );
    private readonly Statement _insertPart = database.Prepare("INSERT INTO blob_part VALUES (?1, ?2)");
    private readonly Statement _use = database.Prepare("UPDATE blob SET uses = uses + ?2, since = ?3 WHERE id = ?1");
    private readonly Statement _find = database.Prepare("SELECT length, sha256 FROM blob WHERE id = ?1");
    private readonly Statement _parts = database.Prepare(
        "SELECT bytes FROM blob_part WHERE id >= ?1 AND id < ?1 + 256 ORDER BY id"
    );
    private readonly Statement _unused = database.Prepare(
        "SELECT id FROM blob WHERE uses = 0 AND since <= ?1 ORDER BY since LIMIT ?2"
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM blob WHERE id = ?1");
    private readonly Statement _deleteParts = database.Prepare(
        "DELETE FROM blob_part WHERE id >= ?1 AND id < ?1 + 256"
    );

    public long Insert(long length, ReadOnlySpan<byte> sha256, long now) =>
        _insert.Bind(1, now).Bind(2, length).Bind(3, sha256).Number()!.Value;

    public void InsertPart(long blob, int part, ReadOnlySpan<byte> bytes) =>
        _insertPart.Bind(1, (blob * PartsPerBlob) + part).Bind(2, bytes).Run();

    /// <summary>Notes that one more row refers to it (1), or one fewer (-1). Nothing for content that is inline.</summary>
    public void Use(in Content content, int change, long now)
    {
        if (content.BlobId != 0)
        {
            _use.Bind(1, content.BlobId).Bind(2, change).Bind(3, now).Run();
        }
    }

    /// <summary>All the bytes; null when there is no such blob, or not all of it.</summary>
    public byte[]? Read(long blob)
    {
        if (!_find.Bind(1, blob).Step())
        {
            return null;
        }

        var bytes = new byte[_find.Int64(0)];
        _find.Reset();
        var read = 0;
        _parts.Bind(1, blob * PartsPerBlob);
        while (_parts.Step())
        {
            _parts.Bytes(0).CopyTo(bytes.AsSpan(read));
            read += _parts.Bytes(0).Length;
        }

        return read == bytes.Length ? bytes : null;
    }

    /// <summary>Whether two contents are the same bytes, wherever each is kept.</summary>
    public bool Same(in Content left, in Content right)
    {
        if (left.BlobId == 0 && right.BlobId == 0)
        {
            return left.Inline.Span.SequenceEqual(right.Inline.Span);
        }

        return left.BlobId == right.BlobId || (Digest(left) is { } digest && digest == Digest(right));
    }

    public List<long> UnusedSince(long time, int limit) => _unused.Bind(1, time).Bind(2, limit).Numbers();

    public void Delete(long blob)
    {
        _deleteParts.Bind(1, blob * PartsPerBlob).Run();
        _delete.Bind(1, blob).Run();
    }

    // Bytes of up to 64 MiB are compared by what was computed when they came, not inside a round.
    private (long Length, string Sha256)? Digest(in Content content)
    {
        if (content.BlobId == 0)
        {
            return (content.Inline.Length, Convert.ToHexString(SHA256.HashData(content.Inline.Span)));
        }

        if (!_find.Bind(1, content.BlobId).Step())
        {
            return null;
        }

        var digest = (_find.Int64(0), Convert.ToHexString(_find.Bytes(1)));
        _find.Reset();
        return digest;
    }
}
