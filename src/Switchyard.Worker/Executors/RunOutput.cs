using System.Text;

namespace Switchyard.Worker.Executors;

/// <summary>
/// What a run prints, on its way to the job's log: whole lines while it runs, bytes that are no UTF-8 replaced. Beyond its
/// bound it keeps the end alone, which is where errors are, and says how much is left out before it.
/// </summary>
/// <param name="log">Takes text; waits while there is no room.</param>
/// <param name="maxBytes">The bound, the end of 64 KiB and the marker included.</param>
internal sealed class RunOutput(Func<string, ValueTask> log, int maxBytes)
{
    /// <summary>What is kept of the end.</summary>
    internal const int TailBytes = 64 * 1024;

    private const int MarkerBytes = 128;

    /// <summary>A line that has grown so long, in characters, is broken.</summary>
    private const int MaxLine = 16 * 1024;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _lines = new();
    private Tail? _tail;
    private long _headLeft = Math.Max(0, maxBytes - TailBytes - MarkerBytes);
    private bool _isUnwanted;

    /// <summary>Bytes printed in all.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether some of them are left out of the log.</summary>
    public bool IsTruncated => _tail is { LeftOut: > 0 };

    /// <summary>Takes in what was printed; once nobody wants the log any more it is passed over.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Bytes += bytes.Length;
        var head = (int)Math.Min(_headLeft, bytes.Length);
        _headLeft -= head;
        await LogAsync(bytes[..head], isEnd: false);
        if (head < bytes.Length)
        {
            (_tail ??= new Tail(TailBytes)).Write(bytes.Span[head..]);
        }
    }

    /// <summary>Takes in a line of the executor's own.</summary>
    public ValueTask WriteLineAsync(string line) => WriteAsync(Encoding.UTF8.GetBytes(line + '\n'));

    /// <summary>Logs what is left; once, at the end.</summary>
    public async ValueTask FinishAsync()
    {
        if (_tail is { LeftOut: > 0 } cut)
        {
            if (_lines.Length > 0)
            {
                _lines.Append('\n'); // where it is cut
            }

            await LogAsync(default, isEnd: true);
            await SayAsync($"[output cut: {cut.LeftOut} bytes are left out here]\n");
        }

        await LogAsync(_tail?.ToArray() ?? [], isEnd: true);
    }

    private async ValueTask LogAsync(ReadOnlyMemory<byte> bytes, bool isEnd)
    {
        var text = new char[_decoder.GetCharCount(bytes.Span, isEnd)];
        _decoder.GetChars(bytes.Span, text, isEnd);
        _lines.Append(text);
        if (_lines.Length == 0 || (!isEnd && _lines.Length < MaxLine && !text.Contains('\n')))
        {
            return;
        }

        var all = _lines.ToString();
        var end = all.LastIndexOf('\n') + 1;
        var whole = isEnd || all.Length - end >= MaxLine ? all.Length : end;
        _lines.Clear().Append(all, whole, all.Length - whole);
        await SayAsync(all[..whole]);
    }

    private async ValueTask SayAsync(string text)
    {
        if (_isUnwanted || text.Length == 0)
        {
            return;
        }

        try
        {
            await log(text);
        }
        catch (OperationCanceledException)
        {
            // The lease is lost. What is being killed may write on: were its pipe full it could not end by itself.
            _isUnwanted = true;
        }
    }
}
