using System.Buffers;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Leases;

/// <summary>
/// The log of one attempt on its way to the store: cut into whole lines, bounded in all. Used under the lease's lock.
/// </summary>
internal sealed class LogBuffer(long jobId, int attempt, int maxBytes)
{
    /// <summary>A chunk is handed on when it has grown to this.</summary>
    internal const int ChunkBytes = 64 * 1024;

    private static readonly byte[] CutMarker = "[log cut: its limit is reached]\n"u8.ToArray();

    private readonly ArrayBufferWriter<byte> pending = new();
    private int firstLine;
    private int total;

    /// <summary>Whether a chunk is full.</summary>
    public bool IsFull => pending.WrittenCount >= ChunkBytes;

    /// <summary>Takes text in. An unfinished last line is ended: each report is a line of its own.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (total >= maxBytes || text.IsEmpty)
        {
            return;
        }

        if (total + text.Length >= maxBytes)
        {
            text = text[..(maxBytes - total)];
            total = maxBytes;
            Write(text);
            Write(CutMarker);
            return;
        }

        total += text.Length;
        Write(text);
    }

    /// <summary>Takes out what is pending, in chunks of at most 64 KiB.</summary>
    public void Drain(List<LogChunk> into)
    {
        var bytes = pending.WrittenSpan;
        while (!bytes.IsEmpty)
        {
            var length = bytes.Length;
            if (length > ChunkBytes)
            {
                var end = bytes[..ChunkBytes].LastIndexOf((byte)'\n');
                length = end < 0 ? ChunkBytes : end + 1; // a line longer than a chunk is cut
            }

            var chunk = bytes[..length];
            into.Add(new LogChunk(jobId, attempt, firstLine, chunk.ToArray()));
            firstLine += Math.Max(1, chunk.Count((byte)'\n'));
            bytes = bytes[length..];
        }

        pending.ResetWrittenCount();
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        pending.Write(text);
        if (text[^1] != '\n')
        {
            pending.Write("\n"u8);
        }
    }
}
