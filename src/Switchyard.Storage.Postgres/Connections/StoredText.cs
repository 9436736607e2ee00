using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>Text as PostgreSQL can keep it: no zero characters and no half surrogates, which become U+FFFD.</summary>
internal static class StoredText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) =>
        text is null || (!text.Contains('\0') && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            ? text
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
