using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Gateway.Dialects;
using Switchyard.Gateway.Failures;

namespace Switchyard.Gateway.Listeners;

/// <summary>Makes the listeners, and for each of their dialects a pipeline with routing of its own.</summary>
internal static class ListenerBuilder
{
    public static ListenerTable Build(GatewayModel model, IServiceProvider services) =>
        new([.. model.Listeners.Select(listener => Build(listener, services))]);

    private static Listener Build(ListenerModel model, IServiceProvider services)
    {
        var routes = DialectTable
            .Of(model.Name, services)
            .Select(entry => Route(entry.Prefix, entry.Dialect, services))
            .ToList();
        return new Listener(model, routes, services.GetRequiredService<FailureShaper>());
    }

    private static DialectRoute Route(PathString prefix, IDialect dialect, IServiceProvider services)
    {
        var builder = new ApplicationBuilder(services);
        builder.UseRouting();
        builder.UseEndpoints(dialect.Map);
        var pipeline = builder.Build();

        var sockets = new ApplicationBuilder(services);
        // A ping each 5 s; a peer that has answered none for 25 s more is dead.
        sockets.UseWebSockets(
            new WebSocketOptions
            {
                KeepAliveInterval = TimeSpan.FromSeconds(5),
                KeepAliveTimeout = TimeSpan.FromSeconds(25),
            }
        );
        sockets.Run(pipeline);
        return new DialectRoute(prefix, dialect, pipeline, sockets.Build());
    }
}
