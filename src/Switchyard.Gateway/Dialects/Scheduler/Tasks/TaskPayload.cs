using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Switchyard.Contracts.Executors;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>
/// What a worker gets. The fields of an executor stand beside a task's other fields on the wire, and make an object for the
/// worker; for any other type that object is <c>payload</c>.
/// </summary>
internal static class TaskPayload
{
    /// <summary>The field of types that are no executor of ours.</summary>
    public const string Field = "payload";

    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = Contracts.Json.RawJson.MaxDepth,
    };

    /// <summary>The fields of an executor; null for any other type.</summary>
    public static IReadOnlyList<string>? FieldsOf(string type) =>
        type switch
        {
            ExecutorTypes.Shell => ["command", "working_directory", "environment"],
            ExecutorTypes.Http => ["url", "method", "headers", "body", "expect_status"],
            ExecutorTypes.Python => ["command", "arguments", "python_path", "working_directory", "environment"],
            _ => null,
        };

    /// <summary>
    /// An object with the members of another over its own, where they are among those that count; null takes one out.
    /// </summary>
    /// <param name="current">The object; empty, or any other JSON, has no members.</param>
    /// <param name="over">The other.</param>
    /// <param name="fields">Those that count; null for all.</param>
    public static ReadOnlyMemory<byte> Merge(
        ReadOnlyMemory<byte> current,
        JsonElement over,
        IReadOnlyList<string>? fields
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            foreach (var member in Members(current))
            {
                if (!over.TryGetProperty(member.Name, out _))
                {
                    Write(writer, member);
                }
            }

            foreach (var member in over.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.Null && fields?.Contains(member.Name) != false)
                {
                    Write(writer, member);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static JsonElement.ObjectEnumerator Members(ReadOnlyMemory<byte> json) =>
        TryObject(json, out var value) ? value.EnumerateObject() : default;

    /// <summary>A payload as an object; false for one that is none, as other doors may have made it.</summary>
    public static bool TryObject(ReadOnlyMemory<byte> json, out JsonElement value)
    {
        value = default;
        try
        {
            value = json.IsEmpty ? default : JsonTexts.Parse(json);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Bytes of another door's.
        }

        return value.ValueKind == JsonValueKind.Object;
    }

    private static void Write(Utf8JsonWriter writer, JsonProperty member)
    {
        writer.WritePropertyName(member.Name);
        member.Value.WriteTo(writer);
    }
}
