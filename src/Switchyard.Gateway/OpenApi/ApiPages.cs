using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Switchyard.Gateway.OpenApi;

/// <summary>
/// An API's <c>/openapi.json</c>, <c>/docs</c> and <c>/redoc</c>, served from the assemblies alone: no page loads
/// anything from elsewhere, and the browser is told not to try. Everything behind them is made when first asked for.
/// </summary>
internal sealed class ApiPages(ApiDescription api)
{
    private readonly Lock _gate = new();
    private Task<byte[]>? _document;
    private RequestDelegate? _swagger;
    private RequestDelegate? _redoc;

    /// <summary>Maps the pages.</summary>
    /// <param name="routes">The API's own routes, which the document describes; may be mapped before or after.</param>
    /// <param name="prefix">What stands before the pages' names: empty, or <c>/api/v1</c>.</param>
    public void Map(IEndpointRouteBuilder routes, string prefix)
    {
        void Get(string path, RequestDelegate handler) =>
            routes.MapGet($"{prefix}/{path}", handler).ExcludeFromDescription();

        Get("openapi.json", context => SendDocumentAsync(context, routes));
        Get("docs", context => SendAsync(context, SwaggerPage.Html(api.Title, context, prefix)));
        Get("redoc", context => SendAsync(context, ReDocPage.Html(api.Title, context, prefix)));
        Get(
            "docs/{file}",
            context => (_swagger ??= SwaggerPage.Files(routes.ServiceProvider, context, prefix)).Invoke(context)
        );
        Get(
            "redoc/{file}",
            context => (_redoc ??= ReDocPage.Files(routes.ServiceProvider, context, prefix)).Invoke(context)
        );
    }

    private async Task SendDocumentAsync(HttpContext context, IEndpointRouteBuilder routes)
    {
        Task<byte[]> document;
        lock (_gate)
        {
            if (_document is null or { IsFaulted: true })
            {
                var endpoints = routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
                // For all who ask; whoever asked first may go away.
                _document = ApiDocument.GenerateAsync(api, endpoints, context.Request.PathBase, CancellationToken.None);
            }

            document = _document;
        }

        var json = await document.WaitAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private static Task SendAsync(HttpContext context, string html)
    {
        // 'unsafe-inline' for styles: both pages style their elements one by one.
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'self'; "
            + "form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }
}
