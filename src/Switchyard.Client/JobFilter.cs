using System.Globalization;
using System.Text;

namespace Switchyard.Client;

/// <summary>Which jobs to list. Null accepts all.</summary>
/// <param name="States">States to accept.</param>
/// <param name="Type">The exact type.</param>
/// <param name="Limit">Jobs on a page, 1 to 1,000; the server's default is 50.</param>
/// <param name="Before">The cursor that the page before gave; null for the first page.</param>
public sealed record JobFilter(
    IReadOnlyList<string>? States = null,
    string? Type = null,
    int? Limit = null,
    long? Before = null
)
{
    internal string ToQuery()
    {
        var query = new StringBuilder();
        Add("state", States is { Count: > 0 } states ? string.Join(',', states) : null);
        Add("type", Type);
        Add("limit", Limit?.ToString(CultureInfo.InvariantCulture));
        Add("before", Before?.ToString(CultureInfo.InvariantCulture));
        return query.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query
                    .Append(query.Length == 0 ? '?' : '&')
                    .Append(name)
                    .Append('=')
                    .Append(Uri.EscapeDataString(value));
            }
        }
    }
}
