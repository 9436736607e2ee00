using System.Text;

namespace Switchyard.Bench.Http;

/// <summary>The bytes of a request made once, with one field of fixed width that each use overwrites.</summary>
internal sealed class RequestTemplate
{
    private readonly byte[] request;
    private readonly Range place;

    /// <param name="path">Where to post.</param>
    /// <param name="bodyBefore">The JSON text up to the field.</param>
    /// <param name="fieldWidth">Bytes of the field; 0 for a request that never changes.</param>
    /// <param name="bodyAfter">The JSON text after the field.</param>
    public RequestTemplate(string path, string bodyBefore, int fieldWidth, string bodyAfter)
    {
        int bodyLength = Encoding.UTF8.GetByteCount(bodyBefore) + fieldWidth + Encoding.UTF8.GetByteCount(bodyAfter);
        string before =
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {bodyLength}\r\n\r\n{bodyBefore}";
        request = Encoding.UTF8.GetBytes(before + new string('0', fieldWidth) + bodyAfter);
        int at = Encoding.UTF8.GetByteCount(before);
        place = at..(at + fieldWidth);
    }

    public ReadOnlySpan<byte> Bytes => request;

    public Span<byte> Field => request.AsSpan(place);
}
