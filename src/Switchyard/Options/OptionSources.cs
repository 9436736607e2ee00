using System.Collections;
using System.Text.Json;

namespace Switchyard.Options;

/// <summary>Reads values from where operators put them. Reads only; what a key means is decided elsewhere.</summary>
internal static class OptionSources
{
    private const string Prefix = "SWITCHYARD_";

    // Made when used: most starts have no file, and need not load the JSON library for it.
    private static JsonDocumentOptions Lenient =>
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The variables <c>SWITCHYARD_Section__Key</c>. Names without a section (SWITCHYARD_ADMIN_KEY) are no options.</summary>
    public static IEnumerable<OptionEntry> FromEnvironment(IDictionary variables) =>
        from DictionaryEntry variable in variables
        let name = (string)variable.Key
        where
            name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Contains("__", StringComparison.Ordinal)
        orderby name
        select new OptionEntry(
            name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal),
            (string?)variable.Value ?? "",
            name
        );

    /// <summary>An <c>appsettings.json</c>; nothing when there is none.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="problems">Gets a line when it is there and cannot be read.</param>
    public static IReadOnlyList<OptionEntry> FromFile(string path, ICollection<string> problems)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return [.. Flatten("", document.RootElement, path)];
            }

            problems.Add($"{path}: is not a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path}: {exception.Message}");
        }

        return [];
    }

    private static IEnumerable<OptionEntry> Flatten(string key, JsonElement value, string source) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value
                .EnumerateObject()
                .SelectMany(member => Flatten(Join(key, member.Name), member.Value, source)),
            JsonValueKind.Array => value
                .EnumerateArray()
                .SelectMany((item, index) => Flatten(Join(key, $"{index}"), item, source)),
            _ => [new OptionEntry(key, value.ToString(), source)],
        };

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";
}
