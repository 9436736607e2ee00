using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Switchyard.Gateway.Dialects;

/// <summary>
/// One wire API: its routes and the shape of its errors. It holds no state and decides nothing; it calls the engine's
/// interfaces and no other dialect. Each is a pipeline of its own, so that equal paths never meet.
/// </summary>
public interface IDialect
{
    /// <summary>Maps the routes of this API.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>
    /// Writes a failure that no route answered (unknown path, oversized body, refused origin, unavailable store, a bug)
    /// in the manner of this API, status included. Called only while nothing has been sent.
    /// </summary>
    Task WriteFailureAsync(HttpContext context, GatewayFailure failure);
}
