using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Switchyard.Bench.Servers;

/// <summary>
/// What to compare with: Kestrel with nothing behind it. It reads the body of createTask to its end as JSON, finds the
/// task's type, and answers as many bytes as createTask does.
/// </summary>
public static class EchoServer
{
    /// <summary>The hidden verb of the executable that runs this server, followed by the port.</summary>
    public const string Verb = "bench-echo";

    private static readonly byte[] Answer =
        """{"errorId":0,"taskId":"8b7a2737-60d8-80f0-914b-7d7a91efd72c"}"""u8.ToArray();

    /// <summary>Serves on the loopback address until SIGTERM or the token.</summary>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(int port, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, port);
            });
        await using WebApplication app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(cancellation);
        await app.WaitForShutdownAsync(cancellation);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        PipeReader body = context.Request.BodyReader;
        ReadResult read = await body.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(context.RequestAborted);
        }
        context.Response.StatusCode = read.Buffer.IsEmpty || NamesType(read.Buffer) ? 200 : 422;
        body.AdvanceTo(read.Buffer.End);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.BodyWriter.WriteAsync(Answer, context.RequestAborted);
    }

    private static bool NamesType(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        bool found = false;
        while (reader.Read())
        {
            found |=
                reader.TokenType == JsonTokenType.PropertyName
                && reader.CurrentDepth == 2
                && reader.ValueTextEquals("type"u8);
        }
        return found;
    }
}
