using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Switchyard.Gateway.OpenApi;

/// <summary>Swagger UI. The page is ours, so that it stands at <c>/docs</c> itself; its files are the package's.</summary>
internal static class SwaggerPage
{
    public static string Html(string title, HttpContext context, string prefix) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <base href="{context.Request.PathBase}{prefix}/docs/">
              <title>{HtmlEncoder.Default.Encode(title)}</title>
              <link rel="stylesheet" href="swagger-ui.css">
              <link rel="stylesheet" href="index.css">
              <link rel="icon" type="image/png" href="favicon-32x32.png">
            </head>
            <body>
              <div id="swagger-ui"></div>
              <script src="swagger-ui-bundle.js"></script>
              <script src="swagger-ui-standalone-preset.js"></script>
              <script src="index.js"></script>
            </body>
            </html>
            """;

    public static RequestDelegate Files(IServiceProvider services, HttpContext context, string prefix)
    {
        var options = new SwaggerUIOptions
        {
            RoutePrefix = $"{prefix}/docs".TrimStart('/'),
            ConfigObject =
            {
                Urls = [new UrlDescriptor { Name = "API", Url = $"{context.Request.PathBase}{prefix}/openapi.json" }],
            },
        };
        return PageFiles.Serve(services, app => app.UseSwaggerUI(options));
    }
}
