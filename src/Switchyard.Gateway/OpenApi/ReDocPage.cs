using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Swashbuckle.AspNetCore.ReDoc;

namespace Switchyard.Gateway.OpenApi;

/// <summary>ReDoc. The page is ours and not the package's, which loads fonts from elsewhere.</summary>
internal static class ReDocPage
{
    public static string Html(string title, HttpContext context, string prefix) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <base href="{context.Request.PathBase}{prefix}/redoc/">
              <title>{HtmlEncoder.Default.Encode(title)}</title>
              <link rel="stylesheet" href="index.css">
            </head>
            <body>
              <div id="redoc-container"></div>
              <script type="module" src="index.js"></script>
            </body>
            </html>
            """;

    public static RequestDelegate Files(IServiceProvider services, HttpContext context, string prefix)
    {
        var options = new ReDocOptions
        {
            RoutePrefix = $"{prefix}/redoc".TrimStart('/'),
            SpecUrl = $"{context.Request.PathBase}{prefix}/openapi.json",
        };
        // ReDoc reports its use to its makers otherwise.
        options.ConfigObject.AdditionalItems["disableTelemetry"] = true;
        return PageFiles.Serve(services, app => app.UseReDoc(options));
    }
}
