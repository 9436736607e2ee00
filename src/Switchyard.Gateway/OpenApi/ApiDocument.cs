using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.OpenApi;

namespace Switchyard.Gateway.OpenApi;

/// <summary>
/// Generates an API's OpenAPI 3.1 document from its routes. All that it needs stands in a container of its own, made
/// for the one document: a node whose pages nobody opens loads none of it.
/// </summary>
internal static class ApiDocument
{
    private const string Name = "api";

    private static readonly MethodInfo Handler = typeof(ApiDocument).GetMethod(
        nameof(Handle),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    /// <summary>The document as JSON.</summary>
    /// <param name="api">The API as a whole.</param>
    /// <param name="routes">Its routes: each has a <see cref="RouteDoc"/>, or says that it is excluded from the description.</param>
    /// <param name="pathBase">What stands before the routes on this listener.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="InvalidOperationException">A route was forgotten: it is neither described nor excluded.</exception>
    public static async Task<byte[]> GenerateAsync(
        ApiDescription api,
        IEnumerable<RouteEndpoint> routes,
        PathString pathBase,
        CancellationToken cancellation
    )
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRouting();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { ApplicationName = api.Title });
        services.AddSingleton<EndpointDataSource>(
            new DefaultEndpointDataSource(routes.Where(IsDescribed).Select(Explain))
        );
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolver = api.Records;
            json.SerializerOptions.PropertyNamingPolicy = api.Records.Options.PropertyNamingPolicy;
            json.SerializerOptions.DefaultIgnoreCondition = api.Records.Options.DefaultIgnoreCondition;
            json.SerializerOptions.NumberHandling = api.Records.Options.NumberHandling;
            foreach (var converter in api.Records.Options.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        });
        services.AddOpenApi(
            Name,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddSchemaTransformer(SchemaDocs.FillAsync);
                options.AddOperationTransformer(OperationDocs.FillAsync);
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        Fill(document, api, pathBase);
                        if (!api.WritesNull)
                        {
                            SchemaDocs.Simplify(document);
                        }

                        return Task.CompletedTask;
                    }
                );
            }
        );
        await using var provider = services.BuildServiceProvider();
        var documents = provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        var document = await documents.GetOpenApiDocumentAsync(cancellation);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellation);
        return json.ToArray();
    }

    /// <summary>A route's documentation; null when it has none.</summary>
    public static RouteDoc? DocOf(IEnumerable<object> metadata) => metadata.OfType<RouteDoc>().FirstOrDefault();

    private static bool IsDescribed(RouteEndpoint route) =>
        DocOf(route.Metadata) is not null
        || (
            route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true }
                ? false
                : throw new InvalidOperationException($"{route.DisplayName} is neither described nor excluded.")
        );

    private static void Fill(OpenApiDocument document, ApiDescription api, PathString pathBase)
    {
        document.Info = new OpenApiInfo
        {
            Title = api.Title,
            Version = api.Version,
            Description = api.Summary,
        };
        document.Servers = [new OpenApiServer { Url = pathBase.HasValue ? pathBase.Value : "/" }];
        if (api.TakesKeys)
        {
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new("key", document)] = [] }];
        }
    }

    // The explorer sees routes that have a method, and takes body and answers from the framework's own metadata.
    private static RouteEndpoint Explain(RouteEndpoint route)
    {
        var doc = DocOf(route.Metadata)!;
        var metadata = new List<object>(route.Metadata) { Handler, new TagsAttribute(doc.Tag) };
        if (doc.Body is not null)
        {
            metadata.Add(new AcceptsMetadata(["application/json"], doc.Body));
        }

        metadata.AddRange(
            doc.Answers.Select(answer => new ProducesResponseTypeMetadata(
                answer.Status,
                answer.Body ?? typeof(void),
                answer.Body is null ? [] : [answer.ContentType]
            ))
        );
        return new RouteEndpoint(
            route.RequestDelegate!,
            route.RoutePattern,
            route.Order,
            new EndpointMetadataCollection(metadata),
            route.DisplayName
        );
    }

    private static void Handle() { }
}
