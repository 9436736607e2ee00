using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.OpenApi;

/// <summary>A package's embedded files as an endpoint.</summary>
internal static class PageFiles
{
    /// <summary>Builds a pipeline of the package's middleware; what it does not have is not found.</summary>
    public static RequestDelegate Serve(IServiceProvider services, Action<IApplicationBuilder> use)
    {
        var builder = new ApplicationBuilder(services);
        use(builder);
        builder.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return builder.Build();
    }
}
