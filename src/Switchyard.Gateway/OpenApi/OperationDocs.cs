using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace Switchyard.Gateway.OpenApi;

/// <summary>Writes into an operation what the explorer cannot see in a route that reads its request itself.</summary>
internal static class OperationDocs
{
    public static async Task FillAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        if (ApiDocument.DocOf(context.Description.ActionDescriptor.EndpointMetadata) is not { } doc)
        {
            return;
        }

        operation.Summary = doc.Summary;
        var pattern = RoutePatternFactory.Parse(context.Description.RelativePath ?? "");
        operation.Parameters =
        [
            .. pattern.Parameters.Select(parameter => Parameter(parameter.Name, ParameterLocation.Path, doc.Place)),
            .. doc.Query.Select(query => Parameter(query.Name, ParameterLocation.Query, query.Meaning, query.Type)),
            .. doc.Headers.Select(header =>
                Parameter(header.Name, ParameterLocation.Header, header.Meaning, header.Type)
            ),
        ];
        foreach (var answer in doc.Answers)
        {
            if (operation.Responses?.TryGetValue($"{answer.Status}", out var response) == true)
            {
                response.Description = answer.Meaning;
                AddExamples(response.Content, answer.Examples);
                if (answer.MayStream && response.Content is { } content)
                {
                    content["text/event-stream"] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    };
                }
            }
        }

        if (doc.BodyExample is { } body)
        {
            AddExamples(operation.RequestBody?.Content, [("request", body)]);
        }

        if (doc.AnswerToMany is { } many)
        {
            var answers = await context.GetOrCreateSchemaAsync(many, null, cancellation);
            Widen(
                operation.RequestBody?.Content,
                one => new OpenApiSchema { Type = JsonSchemaType.Array, Items = one }
            );
            Widen(operation.Responses?[$"{doc.Answers[0].Status}"].Content, _ => answers);
        }
    }

    /// <summary>What is there, or something else.</summary>
    private static void Widen(
        IDictionary<string, OpenApiMediaType>? content,
        Func<IOpenApiSchema, IOpenApiSchema> other
    )
    {
        foreach (var media in content?.Values ?? [])
        {
            media.Schema = new OpenApiSchema { OneOf = [media.Schema!, other(media.Schema!)] };
        }
    }

    private static void AddExamples(
        IDictionary<string, OpenApiMediaType>? content,
        IReadOnlyList<(string Name, string Json)> examples
    )
    {
        foreach (var media in examples.Count == 0 ? [] : content?.Values ?? [])
        {
            media.Examples = examples.ToDictionary(
                example => example.Name,
                IOpenApiExample (example) => new OpenApiExample { Value = JsonNode.Parse(example.Json) }
            );
        }
    }

    private static OpenApiParameter Parameter(
        string name,
        ParameterLocation place,
        string? meaning,
        JsonSchemaType type = JsonSchemaType.String
    ) =>
        new()
        {
            Name = name,
            In = place,
            Description = meaning,
            Required = place == ParameterLocation.Path,
            Schema = new OpenApiSchema { Type = type },
        };
}
