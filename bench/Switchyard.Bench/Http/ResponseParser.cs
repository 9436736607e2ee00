using System.Buffers.Text;

namespace Switchyard.Bench.Http;

/// <summary>Finds one HTTP/1.1 response in the bytes received so far.</summary>
/// <remarks>
/// <code>
/// HTTP/1.1 200 OK\r\n
/// Content-Length: 66\r\n
/// Content-Type: application/json\r\n
/// \r\n
/// {"errorId":0,"taskId":"8b7a2737-60d8-80f0-914b-7d7a91efd72c"}
/// </code>
/// Only what a load needs: no chunked bodies, no trailers. A server that chunks a small answer is told so.
/// </remarks>
internal static class ResponseParser
{
    /// <summary>Looks for a whole response at the start of the bytes.</summary>
    /// <param name="received">What has been received and not consumed.</param>
    /// <param name="status">The status code.</param>
    /// <param name="body">Where the body lies.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="BenchException">The bytes are not a response that this parser knows.</exception>
    public static bool TryParse(ReadOnlySpan<byte> received, out int status, out Range body)
    {
        status = 0;
        body = default;
        int headEnd = received.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return false;
        }
        ReadOnlySpan<byte> head = received[..(headEnd + 2)];
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out status, out _))
        {
            throw new BenchException("The server's answer is not HTTP/1.1.");
        }
        int start = headEnd + 4;
        int length = ContentLength(head);
        body = start..(start + length);
        return received.Length >= start + length;
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> name = "\r\nContent-Length: "u8;
        int at = head.IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _))
        {
            throw new BenchException("The server's answer has no Content-Length, which the generator needs.");
        }
        return length;
    }
}
