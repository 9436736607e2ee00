using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Switchyard.Engine;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Failures;
using Switchyard.Gateway.Health;
using Switchyard.Gateway.Listeners;
using Switchyard.Gateway.RateLimits;

namespace Switchyard.Gateway;

/// <summary>One server with a pipeline of its own behind each listener.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ListenerTable _listeners;

    private GatewayHost(WebApplication app)
    {
        _app = app;
        _listeners = app.Services.GetRequiredService<ListenerTable>();
    }

    /// <summary>Where each listener is served, by its name.</summary>
    public IReadOnlyDictionary<string, Uri> Addresses =>
        _listeners.Listeners.ToDictionary(listener => listener.Name, _listeners.AddressOf);

    /// <summary>Opens the listeners.</summary>
    /// <param name="model">What to serve and where.</param>
    /// <param name="engine">The running engine; not disposed with the host.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <exception cref="IOException">An address is in use, or is not this machine's.</exception>
    public static async Task<GatewayHost> StartAsync(
        GatewayModel model,
        TaskEngine engine,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellation
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (model.Listeners.Any(listener => listener.Url.IsHttps))
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        AddServices(builder.Services, model, engine, clock, loggers);
        var app = builder.Build();
        app.Run(ListenerTable.HandleAsync);
        await app.StartAsync(cancellation);
        return new GatewayHost(app);
    }

    /// <summary>Stops accepting, and waits for requests and sockets under way until the token ends their time.</summary>
    public Task StopAsync(CancellationToken cancellation) => _app.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void AddServices(
        IServiceCollection services,
        GatewayModel model,
        TaskEngine engine,
        TimeProvider clock,
        ILoggerFactory loggers
    )
    {
        services.AddSingleton(loggers);
        services.AddSingleton(clock);
        services.AddSingleton(model);
        services.AddSingleton(engine);
        services.AddSingleton(engine.Jobs);
        services.AddSingleton(engine.Workers);
        services.AddSingleton(engine.Keys);
        services.AddSingleton(engine.Events);
        services.AddSingleton(engine.Health);
        // Signals are the executable's business.
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.AddRoutingCore();
        services.AddSingleton<FailureShaper>();
        services.AddSingleton<NodeHealth>();
        services.AddSingleton<KeyRates>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton(provider => ListenerBuilder.Build(model, provider));
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
    }
}
