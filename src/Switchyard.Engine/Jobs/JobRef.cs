using System.Buffers.Binary;

namespace Switchyard.Engine.Jobs;

/// <summary>
/// A job as a client names it: its number, and the 58 random bits of its uuid form when it was named by uuid.
/// </summary>
/// <param name="Id">The number, assigned by the store, from 1, below 2^53.</param>
/// <param name="Salt">The random bits, 0 to 2^58-1; null when the client named the plain number.</param>
/// <remarks>
/// The uuid is version 8 (RFC 9562, section 5.8): 60 id bits around the version nibble, the variant, the id's low
/// 4 bits, 58 random bits. A job is found by its primary key and the random bits are compared, so no index of random
/// uuids exists: measured, such an index costs three quarters of the write rate.
/// </remarks>
public readonly record struct JobRef(long Id, long? Salt)
{
    /// <summary>The largest id: JSON numbers are exact up to here.</summary>
    public const long MaxId = (1L << 53) - 1;

    private const long SaltMask = (1L << 58) - 1;

    /// <summary>The uuid form of a job: <c>8-4-4-4-12</c> lower-case hexadecimal digits when printed.</summary>
    public static Guid ToGuid(long id, long salt)
    {
        Span<byte> bytes = stackalloc byte[16];
        var high = (ulong)id >> 4; // 60 bits: 48 before the version nibble, 12 after it
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((high >> 12) << 16) | 0x8000 | (high & 0xFFF));
        BinaryPrimitives.WriteUInt64BigEndian(
            bytes[8..],
            (1UL << 63) | (((ulong)id & 0xF) << 58) | ((ulong)salt & SaltMask)
        );
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Reads the uuid form; false for any uuid that no job can have.</summary>
    public static bool TryFromGuid(Guid guid, out JobRef reference)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        var id = (long)((((first >> 16) << 12) | (first & 0xFFF)) << 4 | ((second >> 58) & 0xF));
        reference = new JobRef(id, (long)second & SaltMask);
        return (first & 0xF000) == 0x8000 && second >> 62 == 2 && id is > 0 and <= MaxId;
    }

    /// <summary>Whether this name is the one of a job with these random bits. A plain number always matches.</summary>
    public bool Matches(long salt) => Salt is null || Salt == salt;
}
