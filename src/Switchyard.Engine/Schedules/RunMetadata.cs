using System.Buffers.Binary;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Schedules;

/// <summary>
/// Which schedule a job is a run of, kept beside its payload: a claim reads that anyway, so that a worker is told without
/// another look.
/// </summary>
internal static class RunMetadata
{
    public static ReadOnlyMemory<byte> Of(long schedule)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, schedule);
        return bytes;
    }

    /// <summary>The schedule; null for a job that is no run.</summary>
    public static long? Read(Lane lane, ReadOnlyMemory<byte> metadata) =>
        lane.Dialect == Dialect.Scheduler && metadata.Length == sizeof(long)
            ? BinaryPrimitives.ReadInt64LittleEndian(metadata.Span)
            : null;
}
