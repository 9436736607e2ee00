using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Bodies;

/// <summary>Writes response bodies that stand ready in memory.</summary>
internal static class ResponseBody
{
    /// <summary>Sends a body that is at most <see cref="SlowClient.Window"/> long, or of any length in pieces of that size.</summary>
    /// <remarks>A reader that takes less than a piece in <see cref="SlowClient.Patience"/> is cut off.</remarks>
    public static ValueTask WriteAsync(
        HttpContext context,
        int status,
        string contentType,
        ReadOnlyMemory<byte> body,
        TimeProvider clock
    )
    {
        Begin(context, status, contentType, body.Length);
        if (body.Length > SlowClient.Window)
        {
            return WritePiecesAsync(context, [body], clock);
        }

        var write = context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        return write.IsCompletedSuccessfully ? ValueTask.CompletedTask : Await(write);

        static async ValueTask Await(ValueTask<System.IO.Pipelines.FlushResult> write) => await write;
    }

    /// <summary>Sends a body made of parts, so that a large result between its braces is not copied.</summary>
    public static ValueTask WriteAsync(
        HttpContext context,
        int status,
        string contentType,
        IReadOnlyList<ReadOnlyMemory<byte>> parts,
        TimeProvider clock
    )
    {
        Begin(context, status, contentType, parts.Sum(part => (long)part.Length));
        return WritePiecesAsync(context, parts, clock);
    }

    private static void Begin(HttpContext context, int status, string contentType, long length)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = length;
    }

    private static async ValueTask WritePiecesAsync(
        HttpContext context,
        IReadOnlyList<ReadOnlyMemory<byte>> parts,
        TimeProvider clock
    )
    {
        using var patience = new CancellationTokenSource(SlowClient.Patience, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            foreach (var part in parts)
            {
                for (var rest = part; rest.Length > 0; )
                {
                    var piece = rest[..Math.Min(rest.Length, SlowClient.Window)];
                    await context.Response.BodyWriter.WriteAsync(piece, ends.Token);
                    patience.CancelAfter(SlowClient.Patience);
                    rest = rest[piece.Length..];
                }
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
