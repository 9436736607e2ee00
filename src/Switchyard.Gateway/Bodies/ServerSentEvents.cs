using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Switchyard.Gateway.Bodies;

/// <summary>
/// A response that goes on for long: server-sent events (WHATWG HTML, section 9.2). What a client does not read stays
/// with its reader's place in the stream and not in memory: only the server's buffer of one response waits.
/// </summary>
internal sealed class ServerSentEvents
{
    /// <summary>How long a client may read nothing at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpContext _context;
    private readonly PipeWriter _writer;
    private readonly TimeProvider _clock;

    private ServerSentEvents(HttpContext context, TimeProvider clock) =>
        (_context, _writer, _clock) = (context, context.Response.BodyWriter, clock);

    /// <summary>Begins the response.</summary>
    public static async ValueTask<ServerSentEvents> BeginAsync(HttpContext context, TimeProvider clock)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would collect them
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(context.RequestAborted);
        return new ServerSentEvents(context, clock);
    }

    /// <summary>Writes bytes that are an event already, its blank line included.</summary>
    public void Write(ReadOnlySpan<byte> frame) => _writer.Write(frame);

    /// <summary>Writes an event.</summary>
    /// <param name="id">What the client gives back when it connects again.</param>
    /// <param name="name">The kind of event.</param>
    /// <param name="json">Its data, without line feeds.</param>
    public void Write(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        _writer.Write("id: "u8);
        _writer.Write(id);
        _writer.Write("\nevent: "u8);
        _writer.Write(name);
        _writer.Write("\ndata: "u8);
        _writer.Write(json);
        _writer.Write("\n\n"u8);
    }

    /// <summary>An id without an event: it tells the client how far it is, and everybody between that the stream lives.</summary>
    public void WriteId(ReadOnlySpan<byte> id)
    {
        _writer.Write("id: "u8);
        _writer.Write(id);
        _writer.Write("\n\n"u8);
    }

    /// <summary>Sends what was written. False when the client is gone, or has read nothing for a minute.</summary>
    public async ValueTask<bool> FlushAsync()
    {
        var flush = _writer.FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully)
        {
            try
            {
                await flush.AsTask().WaitAsync(Patience, _clock, _context.RequestAborted);
            }
            catch (Exception problem) when (problem is TimeoutException or OperationCanceledException)
            {
                _context.Abort();
            }
        }

        return !_context.RequestAborted.IsCancellationRequested;
    }
}
