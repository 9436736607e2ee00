using System.Diagnostics;

namespace Switchyard.EndToEnd.Tests.Servers;

/// <summary>The last lines that a process wrote, on both its outputs.</summary>
internal sealed class ServerOutput
{
    private const int KeptLines = 400;

    private readonly Queue<string> _lines = new();

    public ServerOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
