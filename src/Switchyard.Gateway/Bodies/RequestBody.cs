using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway.Bodies;

/// <summary>Reads request bodies into one piece of memory, so that payloads are slices of it and copied no further.</summary>
internal static class RequestBody
{
    // A length that a client merely announces reserves no more than this; the rest follows the bytes that really came.
    private const int FirstPiece = BodyBudget.Free;
    private const int Growth = 4;

    /// <summary>Reads the body to its end.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The most bytes to accept.</param>
    /// <param name="clock">Measures slow senders.</param>
    /// <returns>All bytes; the memory is the caller's to keep.</returns>
    /// <exception cref="BadHttpRequestException">Too long (413), too slow (408), cut short (400), or no room for it now (503).</exception>
    public static ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int limit, TimeProvider clock)
    {
        var length = context.Request.ContentLength;
        if (length > limit)
        {
            throw TooLarge();
        }

        if (length == 0)
        {
            return default;
        }

        var reader = context.Request.BodyReader;
        if (
            length is <= FirstPiece and { } whole
            && reader.TryRead(out var read)
            && (read.Buffer.Length == whole || !Return(reader, read.Buffer))
        )
        {
            // The usual case: the body came with the headers, in one segment.
            var bytes = GC.AllocateUninitializedArray<byte>((int)whole);
            read.Buffer.CopyTo(bytes);
            reader.AdvanceTo(read.Buffer.End);
            return new ValueTask<ReadOnlyMemory<byte>>(bytes);
        }

        return ReadOnAsync(context, (int)(length ?? limit), limit, clock);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadOnAsync(
        HttpContext context,
        int expected,
        int limit,
        TimeProvider clock
    )
    {
        var reader = context.Request.BodyReader;
        var bytes = GC.AllocateUninitializedArray<byte>(Math.Min(expected, FirstPiece));
        var filled = 0;
        var window = 0;
        BodyShare? share = null;
        using var patience = new CancellationTokenSource(SlowClient.Patience, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(ends.Token);
                var length = checked((int)read.Buffer.Length);
                try
                {
                    if (filled + length > limit)
                    {
                        throw TooLarge();
                    }

                    if (filled + length > bytes.Length)
                    {
                        var more = Math.Max(filled + length, Math.Min(expected, bytes.Length * Growth));
                        share ??= ShareOf(context);
                        if (!share.TryGrowTo(more))
                        {
                            throw NoRoom();
                        }

                        var grown = GC.AllocateUninitializedArray<byte>(more);
                        bytes.AsSpan(0, filled).CopyTo(grown);
                        bytes = grown;
                    }

                    read.Buffer.CopyTo(bytes.AsSpan(filled));
                }
                finally
                {
                    // Of a refused body too: a connection whose read was never ended is closed, and its client not told.
                    reader.AdvanceTo(read.Buffer.End);
                }

                filled += length;
                window += length;
                if (read.IsCompleted)
                {
                    return bytes.AsMemory(0, filled);
                }

                if (window >= SlowClient.Window)
                {
                    window = 0;
                    patience.CancelAfter(SlowClient.Patience);
                }
            }
        }
        catch (OperationCanceledException)
            when (patience.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body came too slowly.", StatusCodes.Status408RequestTimeout);
        }
    }

    private static BodyShare ShareOf(HttpContext context)
    {
        var share = new BodyShare(context.Features.GetRequiredFeature<IListenerFeature>().Bodies);
        context.Response.RegisterForDispose(share);
        return share;
    }

    private static bool Return(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        reader.AdvanceTo(buffer.Start, buffer.End);
        return true;
    }

    private static BadHttpRequestException NoRoom() =>
        new("Too many large bodies are held already.", StatusCodes.Status503ServiceUnavailable);

    private static BadHttpRequestException TooLarge() =>
        new("The body is too long.", StatusCodes.Status413PayloadTooLarge);
}
