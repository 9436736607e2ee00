using Microsoft.AspNetCore.Builder;

namespace Switchyard.Gateway.OpenApi;

/// <summary>Attaches documentation to routes.</summary>
internal static class RouteDocs
{
    public static T Describe<T>(this T route, RouteDoc doc)
        where T : IEndpointConventionBuilder => route.WithMetadata(doc);
}
