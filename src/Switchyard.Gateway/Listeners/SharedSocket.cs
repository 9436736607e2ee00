using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Listeners;

/// <summary>Listeners on one address and port, told apart by their path prefix.</summary>
internal sealed class SharedSocket(IEnumerable<Listener> listeners)
{
    // The longest first, so that /broker/eu is not taken for /broker.
    private readonly Listener[] _listeners =
    [
        .. listeners.OrderByDescending(listener => listener.Model.Url.PathPrefix.Length),
    ];

    /// <summary>Finds whose path it is, and cuts the prefix off; null when it is nobody's.</summary>
    public Listener? Choose(HttpContext context)
    {
        var request = context.Request;
        foreach (var listener in _listeners)
        {
            if (request.Path.StartsWithSegments(listener.Model.Url.PathPrefix, out var matched, out var rest))
            {
                request.PathBase = request.PathBase.Add(matched);
                request.Path = rest;
                context.Features.Set<IListenerFeature>(listener);
                return listener;
            }
        }

        return null;
    }
}
