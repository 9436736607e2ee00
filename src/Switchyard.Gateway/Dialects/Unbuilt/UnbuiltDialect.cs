using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Switchyard.Gateway.Dialects.Unbuilt;

/// <summary>A listener whose API this version does not serve yet: it answers, so that whoever calls learns why.</summary>
internal sealed class UnbuiltDialect(string name) : IDialect
{
    public void Map(IEndpointRouteBuilder routes) { }

    public Task WriteFailureAsync(HttpContext context, GatewayFailure failure)
    {
        context.Response.StatusCode = failure switch
        {
            GatewayFailure.Forbidden => StatusCodes.Status403Forbidden,
            GatewayFailure.Internal => StatusCodes.Status500InternalServerError,
            _ => StatusCodes.Status404NotFound,
        };
        var body = Encoding.UTF8.GetBytes(
            $$"""{"error":"not_built","message":"This version of Switchyard does not serve the {{name}} API yet."}"""
        );
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
