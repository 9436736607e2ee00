using System.Buffers;
using System.Text;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Leases;

/// <summary>
/// The log of one attempt on its way to the store: cut into whole lines, bounded in all. Used under the lease's lock.
/// </summary>
internal sealed class LogBuffer(long jobId, int attempt, int maxBytes, int lines = 0, int bytes = 0)
{
    /// <summary>A chunk is handed on when it has grown to this.</summary>
    internal const int ChunkBytes = 64 * 1024;

    private static readonly byte[] CutMarker = "[log cut: its limit is reached]\n"u8.ToArray();

    private readonly ArrayBufferWriter<byte> pending = new();
    private int firstLine = lines;
    private int total = bytes;

    /// <summary>Whether it is known where its lines begin.</summary>
    public bool IsPlaced { get; private set; } = lines > 0;

    /// <summary>Whether a chunk is full.</summary>
    public bool IsFull => pending.WrittenCount >= ChunkBytes;

    /// <summary>Its lines, those taken out included, begin behind so many that the attempt has already: it was given back, and leased again.</summary>
    public void Place(int lines) => (firstLine, IsPlaced) = (firstLine + lines, true);

    /// <summary>Takes text in. An unfinished last line is ended: each report is a line of its own.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (total >= maxBytes || text.IsEmpty)
        {
            return;
        }

        if (total + text.Length < maxBytes)
        {
            total += text.Length;
            Write(text);
            return;
        }

        Write(text[..WholeCharacters(text, maxBytes - total)]);
        Write(CutMarker);
        total = maxBytes;
    }

    /// <summary>Takes out what is pending, in chunks of at most 64 KiB.</summary>
    public void Drain(List<LogChunk> into)
    {
        var bytes = pending.WrittenSpan;
        while (!bytes.IsEmpty)
        {
            var chunk = TakeChunk(ref bytes);
            into.Add(new LogChunk(jobId, attempt, firstLine, chunk));
            firstLine += chunk.AsSpan().Count((byte)'\n');
        }

        pending.ResetWrittenCount();
    }

    private static byte[] TakeChunk(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length <= ChunkBytes ? bytes.Length : bytes[..ChunkBytes].LastIndexOf((byte)'\n') + 1;
        if (end > 0)
        {
            var whole = bytes[..end].ToArray();
            bytes = bytes[end..];
            return whole;
        }

        // A line longer than a chunk is broken into several.
        end = WholeCharacters(bytes, ChunkBytes - 1);
        byte[] part = [.. bytes[..end], (byte)'\n'];
        bytes = bytes[end..];
        return part;
    }

    /// <summary>The largest length up to a bound that cuts no character; the bound itself in what is not UTF-8.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> text, int bound)
    {
        if (bound >= text.Length)
        {
            return text.Length;
        }

        var length = bound;
        while (length > 0 && bound - length < 4 && (text[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Rune.DecodeFromUtf8(text[length..], out _, out _) == OperationStatus.Done ? length : bound;
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        pending.Write(text);
        if (text[^1] != '\n')
        {
            pending.Write("\n"u8);
        }
    }
}
