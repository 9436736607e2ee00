using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Switchyard.Gateway.Tests.Serving;

/// <summary>One HTTP exchange as bytes on a socket: what clients send that no client library would.</summary>
internal static partial class RawExchange
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sends a request and returns the answer: status line, headers by name, a blank line, body. The date is left out;
    /// what differs every time (correlation ids, uuids, moments, ports) reads as <c>{id}</c>, <c>{uuid}</c>, <c>{time}</c>, <c>{port}</c>.
    /// </summary>
    /// <param name="server">Where to.</param>
    /// <param name="request">
    /// A head of lines ended by line feeds, a blank line, the body as it is. <c>Host</c>, <c>Connection: close</c> and <c>Content-Length</c> are added unless given.
    /// </param>
    public static async Task<string> RunAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(Deadline, TimeProvider.System);
        await client.ConnectAsync(server.Host, server.Port, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Complete(server, request), limit.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, limit.Token);
        return Normalize(Encoding.UTF8.GetString(answer.ToArray()), server);
    }

    private static byte[] Complete(Uri server, string request)
    {
        var blank = request.IndexOf("\n\n", StringComparison.Ordinal);
        var (head, body) = blank < 0 ? (request.TrimEnd('\n'), "") : (request[..blank], request[(blank + 2)..]);
        var lines = head.Split('\n').ToList();
        Add(lines, "Host", server.Authority);
        Add(lines, "Connection", "close");
        if (!Has(lines, "Transfer-Encoding"))
        {
            Add(lines, "Content-Length", $"{Encoding.UTF8.GetByteCount(body)}");
        }

        return Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n" + body);
    }

    private static bool Has(IEnumerable<string> lines, string name) =>
        lines.Any(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));

    private static void Add(List<string> lines, string name, string value)
    {
        if (!Has(lines, name))
        {
            lines.Add($"{name}: {value}");
        }
    }

    private static string Normalize(string answer, Uri server)
    {
        var blank = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (blank < 0)
        {
            return answer;
        }

        var lines = answer[..blank].Split("\r\n");
        var headers = lines
            .Skip(1)
            .Where(line =>
                !line.StartsWith("Date:", StringComparison.Ordinal)
                && !line.StartsWith("Connection:", StringComparison.Ordinal)
                && !line.StartsWith("Content-Length:", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal);
        var text = string.Join('\n', [lines[0], .. headers, "", answer[(blank + 4)..]]);
        text = CorrelationId().Replace(text, "{id}");
        text = Uuid().Replace(text, "{uuid}");
        text = Moment().Replace(text, "{time}");
        return text.Replace($":{server.Port}", ":{port}", StringComparison.Ordinal);
    }

    [GeneratedRegex("0[A-Z0-9]{12}:[0-9A-F]{8}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CorrelationId();

    [GeneratedRegex(
        "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Moment();
}
