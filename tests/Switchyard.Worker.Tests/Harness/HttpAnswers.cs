using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Switchyard.Worker.Tests.Harness;

/// <summary>A server that answers each request by a function of its first line and its text, and closes.</summary>
internal sealed class HttpAnswers : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string, string> _answer;
    private readonly Task _serving;

    public HttpAnswers(Func<string, string, string> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>All requests in full, in order.</summary>
    public List<string> Requests { get; } = [];

    public string Url(string path) => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}";

    public static string Redirect(int status, string location) =>
        $"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    public static string Body(int status, string body) =>
        $"HTTP/1.1 {status} Word\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                var buffer = new byte[64 * 1024];
                var text = "";
                var read = 1;
                while (!IsWhole(text) && read > 0)
                {
                    read = await stream.ReadAsync(buffer);
                    text += Encoding.Latin1.GetString(buffer, 0, read); // a letter a byte, for lengths
                }

                if (read == 0)
                {
                    continue; // a connection that was opened on a hunch
                }

                text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text));
                Requests.Add(text);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(_answer(text.Split("\r\n")[0], text)));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or IOException)
        {
            // The test is through.
        }
    }

    private static bool IsWhole(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = text.Split("\r\n")
            .FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        return head >= 0
            && (
                length is null
                || text.Length >= head + 4 + int.Parse(length[16..], System.Globalization.CultureInfo.InvariantCulture)
            );
    }
}
