namespace Switchyard.Bench.Http;

/// <summary>Who sends the requests of a <see cref="RawHttpConnection"/>.</summary>
internal interface IHttpCaller
{
    /// <summary>The answer to the request in flight came. Called on the loop's thread; may send the next one.</summary>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="body">The body; valid during the call only.</param>
    void OnResponse(int status, ReadOnlySpan<byte> body);
}
