using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Events;

/// <summary>
/// Reads the stream of events and checks it: jobs are only made, one after the other, so each event must be about the
/// next job, and a snapshot says how many there are.
/// </summary>
internal sealed class EventSubscriber(Uri server) : IDisposable
{
    private Socket? _socket;
    private StreamReader? _reader;
    private string? _cursor;

    /// <summary>The last job that it has heard of.</summary>
    public long LastJob { get; private set; } = -1;

    /// <summary>Snapshots that came after the first.</summary>
    public int Snapshots { get; private set; } = -1;

    /// <summary>The first thing that was wrong; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Connects, again from where it was.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        Disconnect();
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await _socket.ConnectAsync(server.Host, server.Port, cancellation);
        var last = _cursor is null ? "" : $"Last-Event-ID: {_cursor}\r\n";
        var request =
            $"GET /api/v1/events HTTP/1.0\r\nHost: {server.Authority}\r\nX-API-Key: {ServerSetup.AdminKey}\r\n{last}\r\n";
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellation);
    }

    /// <summary>Goes away without a word.</summary>
    public void Disconnect()
    {
        _reader?.Dispose();
        _socket?.Dispose();
        (_reader, _socket) = (null, null);
    }

    /// <summary>Reads until it has heard of a job, or something is wrong.</summary>
    public async Task ReadToAsync(long job, CancellationToken cancellation)
    {
        _reader ??= new StreamReader(new NetworkStream(_socket!), Encoding.UTF8, false, 1_024);
        var (id, name) = ("", "");
        while (LastJob < job && Problem is null)
        {
            if (await _reader.ReadLineAsync(cancellation) is not { } line)
            {
                Problem = "the stream ended";
                return;
            }

            id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : id;
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                Note(name, line[6..]);
            }
            else if (line.Length == 0)
            {
                _cursor = id; // only now: an event that was cut off comes again
            }
        }
    }

    public void Dispose() => Disconnect();

    private void Note(string name, string data)
    {
        using var json = JsonDocument.Parse(data);
        if (name == "snapshot")
        {
            Snapshots++;
            LastJob = json.RootElement.GetProperty("counts").GetProperty("pending").GetInt64();
            return;
        }

        // What a snapshot has already may come again behind it.
        var job = json.RootElement.GetProperty("job").GetInt64();
        if (job > LastJob + 1)
        {
            Problem = string.Create(CultureInfo.InvariantCulture, $"after job {LastJob} came job {job}");
        }

        LastJob = Math.Max(LastJob, job);
    }
}
