using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Telemetry;

/// <summary>Takes in what is exported by OTLP over HTTP, and keeps it as it came: names in it are readable.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, StringBuilder> _received = new();

    public Collector()
    {
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Task.Run(TakeAsync);
    }

    public Uri Address { get; } = new($"http://127.0.0.1:{LoopbackPorts.Take()}/");

    /// <summary>Whether all of these words came to a path.</summary>
    public bool Has(string path, params string[] words)
    {
        if (!_received.TryGetValue(path, out var received))
        {
            return false;
        }

        lock (received)
        {
            var text = received.ToString();
            return words.All(word => text.Contains(word, StringComparison.Ordinal));
        }
    }

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var received = _received.GetOrAdd(context.Request.Url!.AbsolutePath, _ => new StringBuilder());
                lock (received)
                {
                    received.Append(Encoding.Latin1.GetString(body.ToArray()));
                }

                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
