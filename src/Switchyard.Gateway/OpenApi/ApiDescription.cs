using System.Text.Json.Serialization;

namespace Switchyard.Gateway.OpenApi;

/// <summary>What an API's document says of the API as a whole.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Summary">What it is, in Markdown.</param>
/// <param name="Records">Knows how the records of its routes are written.</param>
/// <param name="TakesKeys">Whether callers may present an API key in a header.</param>
internal sealed record ApiDescription(
    string Title,
    string Version,
    string Summary,
    JsonSerializerContext Records,
    bool TakesKeys
)
{
    /// <summary>Whether members without a value are written as null; else they are absent.</summary>
    public bool WritesNull { get; init; }
}
