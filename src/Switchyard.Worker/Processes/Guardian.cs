using System.ComponentModel;
using System.Globalization;
using System.IO.Pipes;
using System.Text;

namespace Switchyard.Worker.Processes;

/// <summary>
/// A small process beside the worker that kills what the worker left running when it died, however it died: it knows what
/// runs, and notices the end by the end of a pipe. When it is gone itself it is started anew.
/// </summary>
internal sealed class Guardian(Action<string> notice) : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/bin:/bin" };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int?> _runs = new(StringComparer.Ordinal);
    private AnonymousPipeServerStream? _pipe;

    /// <summary>The guardian itself; 0 before the first run.</summary>
    internal int ProcessId { get; private set; }

    /// <summary>A run is about to start. Told before, so that it is found even if this process dies at that very moment.</summary>
    public void Announce(string cookie) => Tell(() => _runs[cookie] = null, $"run {cookie}\n");

    /// <summary>It has started, as the leader of this group.</summary>
    public void NoteGroup(string cookie, int group) => Tell(() => _runs[cookie] = group, GroupLine(cookie, group));

    /// <summary>It has ended, with all that belongs to it.</summary>
    public void NoteEnd(string cookie) => Tell(() => _runs.Remove(cookie), $"end {cookie}\n");

    /// <summary>Lets it go; it kills what still runs.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _pipe?.Dispose();
            _pipe = null;
        }
    }

    private void Tell(Action change, string line)
    {
        lock (_gate)
        {
            change();
            if (_pipe is null || !TryWrite(line))
            {
                Restart();
            }
        }
    }

    private bool TryWrite(string text)
    {
        try
        {
            _pipe!.Write(Encoding.ASCII.GetBytes(text));
            return true;
        }
        catch (IOException)
        {
            notice("The guardian of the worker's processes is gone; it is started anew.");
            return false;
        }
    }

    private void Restart()
    {
        _pipe?.Dispose();
        if (ProcessId != 0)
        {
            Libc.Kill(ProcessId, Libc.SigKill);
            Libc.Reap(ProcessId);
        }

        _pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        ProcessId = Spawner.Start(
            new ProcessStart
            {
                Path = "/bin/sh",
                Arguments = ["switchyard-guardian", "-c", Script()],
                Environment = Environment,
                Folder = "/",
                Input = _pipe.ClientSafePipeHandle,
            }
        );
        _pipe.DisposeLocalCopyOfClientHandle();
        var known = string.Concat(
            _runs.Select(run => $"run {run.Key}\n" + (run.Value is { } group ? GroupLine(run.Key, group) : ""))
        );
        if (known.Length > 0 && !TryWrite(known))
        {
            throw new Win32Exception("The guardian of the worker's processes cannot be started.");
        }
    }

    private static string GroupLine(string cookie, int group) =>
        string.Create(CultureInfo.InvariantCulture, $"group {cookie} {group}\n");

    private static string Script()
    {
        using var script = typeof(Guardian).Assembly.GetManifestResourceStream("guardian.sh")!;
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }
}
