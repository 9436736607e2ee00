using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Leases;

namespace Switchyard.Engine.Tests.Leases;

public sealed class LogBufferTests
{
    [Fact]
    public void Text_InPieces_BecomesWholeLines()
    {
        var buffer = new LogBuffer(7, 2, 1_000);
        buffer.Append("one\ntwo"u8);
        buffer.Append("three\n"u8);
        buffer.Append(""u8);

        var chunk = Drain(buffer).ShouldHaveSingleItem();

        (chunk.JobId, chunk.Attempt, chunk.FirstLine).ShouldBe((7, 2, 0));
        Encoding.UTF8.GetString(chunk.Bytes.Span).ShouldBe("one\ntwo\nthree\n");
        Drain(buffer).ShouldBeEmpty();
    }

    [Fact]
    public void Lines_OfLaterChunks_GoOnCounting()
    {
        var buffer = new LogBuffer(7, 1, 10_000_000);
        var lines = new List<string>();
        var chunks = new List<LogChunk>();
        for (var i = 0; i < 20_000; i++)
        {
            buffer.Append(Encoding.UTF8.GetBytes($"line {i}"));
            lines.Add($"line {i}");
            if (i % 7_000 == 0)
            {
                buffer.Drain(chunks);
            }
        }

        buffer.Drain(chunks);
        foreach (var chunk in chunks)
        {
            chunk.Bytes.Length.ShouldBeLessThanOrEqualTo(LogBuffer.ChunkBytes);
            Encoding.UTF8.GetString(chunk.Bytes.Span).Split('\n')[0].ShouldBe(lines[chunk.FirstLine]);
        }

        string.Concat(chunks.Select(chunk => Encoding.UTF8.GetString(chunk.Bytes.Span)))
            .ShouldBe(string.Concat(lines.Select(line => line + "\n")));
    }

    [Fact]
    public void Line_LongerThanAChunk_IsBrokenBetweenCharacters()
    {
        var buffer = new LogBuffer(7, 1, 10_000_000);
        var text = "a" + string.Concat(Enumerable.Repeat("€", 50_000));
        buffer.Append(Encoding.UTF8.GetBytes(text));

        var chunks = Drain(buffer);

        chunks.Count.ShouldBe(3);
        chunks.Select(chunk => chunk.FirstLine).ShouldBe([0, 1, 2]);
        chunks.Max(chunk => chunk.Bytes.Length).ShouldBeLessThanOrEqualTo(LogBuffer.ChunkBytes);
        chunks.All(chunk => chunk.Bytes.Span[^1] == '\n').ShouldBeTrue();
        string.Concat(chunks.Select(chunk => Encoding.UTF8.GetString(chunk.Bytes.Span)))
            .Replace("\n", "")
            .ShouldBe(text);
    }

    [Fact]
    public void Log_ReachesItsLimit_EndsWithALineThatSaysSo()
    {
        var buffer = new LogBuffer(7, 1, 10);
        buffer.Append("1234567"u8);
        buffer.Append("8€"u8); // the second of them would be cut in half
        buffer.Append("9"u8);

        var text = Encoding.UTF8.GetString(Drain(buffer).ShouldHaveSingleItem().Bytes.Span);

        text.ShouldBe("1234567\n8\n[log cut: its limit is reached]\n");
    }

    [Fact]
    public void Bytes_ThatAreNotText_AreKeptAsTheyAre()
    {
        var buffer = new LogBuffer(7, 1, 10_000_000);
        byte[] bytes = [.. Enumerable.Repeat((byte)0x80, 70_000)];
        buffer.Append(bytes);

        var chunks = Drain(buffer);

        chunks.Sum(chunk => chunk.Bytes.Length).ShouldBe(bytes.Length + chunks.Count);
    }

    private static List<LogChunk> Drain(LogBuffer buffer)
    {
        var chunks = new List<LogChunk>();
        buffer.Drain(chunks);
        return chunks;
    }
}
