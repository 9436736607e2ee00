using Microsoft.AspNetCore.Http;
using Switchyard.Gateway.Dialects;

namespace Switchyard.Gateway.Listeners;

/// <summary>A dialect on a listener: the paths that are its own, its pipeline, and the same behind the WebSocket handshake.</summary>
internal sealed record DialectRoute(
    PathString Prefix,
    IDialect Dialect,
    RequestDelegate Pipeline,
    RequestDelegate Upgrades
)
{
    /// <summary>Whether the path is this dialect's.</summary>
    public bool Takes(PathString path) => !Prefix.HasValue || path.StartsWithSegments(Prefix);
}
