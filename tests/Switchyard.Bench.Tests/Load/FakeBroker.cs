using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Switchyard.Bench.Tests.Load;

/// <summary>The broker's wire over a dictionary, with one fault every 50th task.</summary>
internal sealed class FakeBroker : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly BrokerFault fault;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> results = new();
    private readonly Channel<string> pushes = Channel.CreateUnbounded<string>();
    private int created;

    private FakeBroker(BrokerFault fault)
    {
        this.fault = fault;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.UseWebSockets();
        app.Run(context =>
            context.Request.Path.Value switch
            {
                "/createTask" => CreateAsync(context),
                "/getTaskResult" => ReadAsync(context),
                _ => WorkAsync(context),
            }
        );
    }

    public IPEndPoint Address
    {
        get
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            return new IPEndPoint(IPAddress.Loopback, new Uri(addresses.Addresses.Single()).Port);
        }
    }

    public static async Task<FakeBroker> StartAsync(BrokerFault fault)
    {
        var broker = new FakeBroker(fault);
        await broker.app.StartAsync();
        return broker;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task CreateAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        bool wrong = Interlocked.Increment(ref created) % 50 == 0;
        if (wrong && fault == BrokerFault.DropsConnections)
        {
            context.Abort();
            return;
        }
        if (wrong && fault == BrokerFault.AnswersErrors)
        {
            await AnswerAsync(context, """{"errorId":2,"errorCode":"ERROR_NO_SLOT_AVAILABLE"}""");
            return;
        }
        string id = Guid.NewGuid().ToString();
        results[id] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        string task = body.RootElement.GetProperty("task").GetRawText();
        int times = wrong && fault == BrokerFault.DeliversTwice ? 2 : 1;
        for (int i = 0; i < times; i++)
        {
            pushes.Writer.TryWrite($$"""{"type":"new_task","task":{"taskId":"{{id}}",{{task[1..]}}}""");
        }
        await AnswerAsync(context, $$"""{"errorId":0,"taskId":"{{id}}"}""");
    }

    private async Task ReadAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        Task<string> result = results[body.RootElement.GetProperty("taskId").GetString()!].Task;
        bool wait = body.RootElement.TryGetProperty("wait", out _);
        await AnswerAsync(
            context,
            wait || result.IsCompleted
                ? $$"""{"errorId":0,"status":"ready","solution":{{await result}}}"""
                : """{"errorId":0,"status":"processing"}"""
        );
    }

    private async Task WorkAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        Task receiving = ReceiveAsync(socket);
        try
        {
            await foreach (string push in pushes.Reader.ReadAllAsync(context.RequestAborted))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(push), WebSocketMessageType.Text, true, default);
            }
        }
        catch (OperationCanceledException)
        {
            await receiving;
        }
    }

    private async Task ReceiveAsync(WebSocket socket)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
            {
                WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                using JsonDocument frame = JsonDocument.Parse(buffer.AsMemory(0, part.Count));
                if (frame.RootElement.GetProperty("type").GetString() == "task_result")
                {
                    End(frame.RootElement);
                }
            }
        }
        catch (WebSocketException)
        {
            // The load is over.
        }
    }

    private void End(JsonElement frame)
    {
        string result = frame.GetProperty("result").GetRawText();
        bool wrong = fault == BrokerFault.SwapsResults && Volatile.Read(ref created) >= 50;
        results[frame.GetProperty("taskId").GetString()!]
            .TrySetResult(wrong ? """{"nonce":"0123456789abcdef"}""" : result);
    }

    private static async Task AnswerAsync(HttpContext context, string json)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
