using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Switchyard.Gateway.Listeners;

/// <summary>All listeners of a node, and the one way into them.</summary>
internal sealed class ListenerTable(IReadOnlyList<Listener> listeners)
{
    private readonly Dictionary<Listener, ListenOptions> _bound = [];

    /// <summary>Those that are served.</summary>
    public IReadOnlyList<Listener> Listeners => listeners;

    /// <summary>Hands a request to the listener that its connection came in by; nothing in the request itself decides.</summary>
    public static Task HandleAsync(HttpContext context)
    {
        var listener =
            context.Features.Get<IListenerFeature>() as Listener
            ?? context.Features.Get<SharedSocket>()?.Choose(context);
        if (listener is not null)
        {
            return listener.HandleAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Tells Kestrel where to listen, and each connection whose it is.</summary>
    public void Bind(KestrelServerOptions kestrel)
    {
        var rest = listeners.ToList();
        while (rest.Count > 0)
        {
            var url = rest[0].Model.Url;
            var group = rest.Where((listener, index) => index == 0 || listener.Model.Url.SharesSocketWith(url))
                .ToList();
            rest.RemoveAll(group.Contains);
            Listen(kestrel, url, options => Bind(options, url, group));
        }
    }

    /// <summary>Where a listener really is, once the server has started: a port of 0 has become another.</summary>
    public Uri AddressOf(Listener listener)
    {
        var url = listener.Model.Url;
        var host = url.Host == "*" ? "127.0.0.1" : url.Host;
        var port = _bound[listener].IPEndPoint?.Port ?? url.Port;
        return new Uri((url with { Host = host, Port = port == 0 ? url.Port : port }).ToString());
    }

    private void Bind(ListenOptions options, ListenerUrl url, List<Listener> group)
    {
        foreach (var listener in group)
        {
            _bound[listener] = options;
        }

        // Without TLS nobody speaks HTTP/2 to it, and each connection is spared the guess.
        options.Protocols = url.IsHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (url.IsHttps)
        {
            options.UseHttps();
        }

        if (group is [{ Model.Url.PathPrefix: "" } only])
        {
            options.Use(next =>
                connection =>
                {
                    connection.Features.Set<IListenerFeature>(only);
                    return next(connection);
                }
            );
            return;
        }

        var shared = new SharedSocket(group);
        options.Use(next =>
            connection =>
            {
                connection.Features.Set(shared);
                return next(connection);
            }
        );
    }

    private static void Listen(KestrelServerOptions kestrel, ListenerUrl url, Action<ListenOptions> configure)
    {
        if (url.Address is { } address)
        {
            kestrel.Listen(address, url.Port, configure);
        }
        else if (url.Host == "localhost")
        {
            kestrel.ListenLocalhost(url.Port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(url.Port, configure);
        }
    }
}
