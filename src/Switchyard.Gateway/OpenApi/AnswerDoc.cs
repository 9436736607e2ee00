namespace Switchyard.Gateway.OpenApi;

/// <summary>One answer of a route.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The record that is sent; null for none.</param>
/// <param name="Meaning">When it is sent.</param>
internal sealed record AnswerDoc(int Status, Type? Body, string Meaning)
{
    /// <summary>The body's content type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether a query makes the same status a stream of server-sent events instead.</summary>
    public bool MayStream { get; init; }

    /// <summary>Bodies as JSON, each with a name.</summary>
    public IReadOnlyList<(string Name, string Json)> Examples { get; init; } = [];
}
