using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace Switchyard.Gateway.OpenApi;

/// <summary>Writes into an operation what the explorer cannot see in a route that reads its request itself.</summary>
internal static class OperationDocs
{
    public static Task FillAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        if (ApiDocument.DocOf(context.Description.ActionDescriptor.EndpointMetadata) is not { } doc)
        {
            return Task.CompletedTask;
        }

        operation.Summary = doc.Summary;
        var pattern = RoutePatternFactory.Parse(context.Description.RelativePath ?? "");
        operation.Parameters =
        [
            .. pattern.Parameters.Select(parameter => Parameter(parameter.Name, ParameterLocation.Path, null)),
            .. doc.Query.Select(query => Parameter(query.Name, ParameterLocation.Query, query.Meaning)),
        ];
        foreach (var answer in doc.Answers)
        {
            if (operation.Responses?.TryGetValue($"{answer.Status}", out var response) == true)
            {
                response.Description = answer.Meaning;
                AddExamples(response.Content, answer.Examples);
            }
        }

        if (doc.BodyExample is { } body)
        {
            AddExamples(operation.RequestBody?.Content, [("request", body)]);
        }

        return Task.CompletedTask;
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

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string? meaning) =>
        new()
        {
            Name = name,
            In = place,
            Description = meaning,
            Required = place == ParameterLocation.Path,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}
