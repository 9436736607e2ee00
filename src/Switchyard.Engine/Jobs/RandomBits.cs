using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Switchyard.Engine.Jobs;

/// <summary>Random numbers from the system's generator.</summary>
internal static class RandomBits
{
    private const int Batch = 128;

    [ThreadStatic]
    private static byte[]? drawn;

    [ThreadStatic]
    private static int used;

    /// <summary>58 unguessable bits for a job's uuid. Drawn 128 at a time: a draw alone costs a system call's worth.</summary>
    public static long Salt()
    {
        if (drawn is null || used == Batch)
        {
            drawn ??= new byte[Batch * sizeof(long)];
            RandomNumberGenerator.Fill(drawn);
            used = 0;
        }

        return (long)(BinaryPrimitives.ReadUInt64LittleEndian(drawn.AsSpan(used++ * sizeof(long))) >> 6);
    }

    /// <summary>0 (inclusive) to 1 (exclusive).</summary>
    public static double Jitter() => Salt() / (double)(1L << 58);
}
