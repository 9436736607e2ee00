using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Switchyard.Gateway.OpenApi;

/// <summary>
/// Makes schemas say what is on the wire: moments are strings; and, where an API writes it so, a member that has no value
/// is absent, never null. So that generated clients have plain optional members.
/// </summary>
internal static class SchemaDocs
{
    /// <summary>A type with a converter of its own has no schema but what is said here.</summary>
    public static Task FillAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellation
    )
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes null out of members, and members that may be null out of those that are always there.</summary>
    public static void Simplify(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            foreach (var (name, member) in schema.Properties?.ToList() ?? [])
            {
                if (WithoutNull(member) is { } plain)
                {
                    schema.Properties![name] = plain;
                    schema.Required?.Remove(name);
                }
            }
        }
    }

    /// <summary>The same without null; null when it has none.</summary>
    private static IOpenApiSchema? WithoutNull(IOpenApiSchema member)
    {
        if (member is not OpenApiSchema schema)
        {
            return null;
        }

        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Null))
        {
            schema.Type = type & ~JsonSchemaType.Null;
            return schema;
        }

        return schema.OneOf is { Count: 2 } either && either.Any(IsNull) ? either.First(one => !IsNull(one)) : null;
    }

    private static bool IsNull(IOpenApiSchema schema) => schema is OpenApiSchema { Type: JsonSchemaType.Null };
}
