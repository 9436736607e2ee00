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
using Switchyard.Gateway.Metrics;
using Switchyard.Gateway.RateLimits;

namespace Switchyard.Gateway;

/// <summary>One server with a pipeline of its own behind each listener.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private TaskEngine? _engine;

    /// <summary>
    /// Puts the server together; nothing listens yet. It takes some 50 ms, most of it compiling, and needs no engine:
    /// a node does it while its store opens.
    /// </summary>
    /// <param name="model">What to serve and where.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="metrics">What <c>/metrics</c> shows; null when nothing is measured, and it answers 404.</param>
    public GatewayHost(GatewayModel model, TimeProvider clock, ILoggerFactory loggers, IMetricsPage? metrics = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (model.Listeners.Any(listener => listener.Url.IsHttps))
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(model);
        builder.Services.AddSingleton(provider => new MetricsEndpoint(
            provider.GetRequiredService<Doorkeeper>(),
            metrics,
            clock
        ));
        AddEngine(builder.Services);
        AddGateway(builder.Services);
        _app = builder.Build();
        _app.Run(ListenerTable.HandleAsync);
    }

    /// <summary>Where each listener is served, by its name; once started.</summary>
    public IReadOnlyDictionary<string, Uri> Addresses
    {
        get
        {
            var listeners = _app.Services.GetRequiredService<ListenerTable>();
            return listeners.Listeners.ToDictionary(listener => listener.Name, listeners.AddressOf);
        }
    }

    /// <summary>Opens the listeners.</summary>
    /// <param name="engine">The running engine; not disposed with the host.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <exception cref="IOException">An address is in use, or is not this machine's.</exception>
    public Task StartAsync(TaskEngine engine, CancellationToken cancellation)
    {
        _engine = engine;
        ListenerBuilder.Serve(_app.Services.GetRequiredService<ListenerTable>(), _app.Services);
        return _app.StartAsync(cancellation);
    }

    /// <summary>Stops accepting, and waits for requests and sockets under way until the token ends their time.</summary>
    public Task StopAsync(CancellationToken cancellation) => _app.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void AddEngine(IServiceCollection services)
    {
        services.AddSingleton(_ => _engine ?? throw new InvalidOperationException("The gateway is not started."));
        services.AddSingleton(provider => provider.GetRequiredService<TaskEngine>().Jobs);
        services.AddSingleton(provider => provider.GetRequiredService<TaskEngine>().Workers);
        services.AddSingleton(provider => provider.GetRequiredService<TaskEngine>().Keys);
        services.AddSingleton(provider => provider.GetRequiredService<TaskEngine>().Events);
        services.AddSingleton(provider => provider.GetRequiredService<TaskEngine>().Health);
    }

    private static void AddGateway(IServiceCollection services)
    {
        // Signals are the executable's business.
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.AddRoutingCore();
        services.AddSingleton<FailureShaper>();
        services.AddSingleton<RequestMeter>();
        services.AddSingleton<NodeHealth>();
        services.AddSingleton<KeyRates>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton(provider =>
            ListenerBuilder.Build(
                provider.GetRequiredService<GatewayModel>(),
                provider.GetRequiredService<FailureShaper>(),
                provider.GetRequiredService<RequestMeter>()
            )
        );
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
    }
}
