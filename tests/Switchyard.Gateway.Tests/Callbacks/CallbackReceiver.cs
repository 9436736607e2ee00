using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Switchyard.Gateway.Tests.Callbacks;

/// <summary>Somebody's server to which results are posted.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<string> _received;

    private CallbackReceiver(WebApplication app, Channel<string> received, Uri url) =>
        (_app, _received, Url) = (app, received, url);

    public Uri Url { get; }

    /// <summary>Starts one that answers by a rule of its own.</summary>
    public static async Task<CallbackReceiver> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var received = Channel.CreateUnbounded<string>();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            await received.Writer.WriteAsync(
                $"{context.Request.Method} {context.Request.Path} {context.Request.ContentType} {body}"
            );
            await (answer?.Invoke(context) ?? Task.CompletedTask);
        });
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new CallbackReceiver(app, received, new Uri(addresses.First()));
    }

    /// <summary>The next request: method, path, content type, body.</summary>
    public Task<string> ReceiveAsync() =>
        _received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

    /// <summary>Whether another one came.</summary>
    public bool HasMore => _received.Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
