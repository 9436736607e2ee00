namespace Switchyard.Gateway.OpenApi;

/// <summary>
/// What a route's entry in the OpenAPI document says. It is metadata of our own and none that the framework knows: that
/// would make routing refuse bodies by their content type, which real clients leave out.
/// </summary>
/// <param name="Tag">The group of routes that it stands in.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record RouteDoc(string Tag, string Summary)
{
    /// <summary>The record that the body is read into; null when there is none.</summary>
    public Type? Body { get; init; }

    /// <summary>A body as JSON, to be tried; null for none.</summary>
    public string? BodyExample { get; init; }

    /// <summary>What is answered, by status.</summary>
    public IReadOnlyList<AnswerDoc> Answers { get; init; } = [];

    /// <summary>What the parameter in the path is; null where there is none.</summary>
    public string? Place { get; init; }

    /// <summary>Parameters of the query string.</summary>
    public IReadOnlyList<QueryDoc> Query { get; init; } = [];

    /// <summary>Headers that it reads, beside those of every route.</summary>
    public IReadOnlyList<QueryDoc> Headers { get; init; } = [];

    /// <summary>What an array of such bodies is answered with; null where the body is never an array.</summary>
    public Type? AnswerToMany { get; init; }
}
