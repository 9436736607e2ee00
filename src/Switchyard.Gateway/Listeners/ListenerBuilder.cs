using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Dialects;
using Switchyard.Gateway.Failures;
using Switchyard.Gateway.Metrics;

namespace Switchyard.Gateway.Listeners;

/// <summary>Makes the listeners, and for each of their dialects a pipeline with routing of its own: in two steps, so that
/// the server is put together while the store still opens.</summary>
internal static class ListenerBuilder
{
    /// <summary>The listeners, to be bound; they can answer nothing yet.</summary>
    public static ListenerTable Build(GatewayModel model, FailureShaper failures, RequestMeter meter)
    {
        var bodies = new BodyBudget(model.MaxBodyBytes);
        return new([.. model.Listeners.Select(listener => new Listener(listener, bodies, failures, meter))]);
    }

    /// <summary>Gives each listener its dialects, which need a running engine.</summary>
    public static void Serve(ListenerTable table, IServiceProvider services)
    {
        foreach (var listener in table.Listeners)
        {
            listener.Serve(
                DialectTable.Of(listener.Name, services).Select(entry => Route(entry.Prefix, entry.Dialect, services))
            );
        }
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
