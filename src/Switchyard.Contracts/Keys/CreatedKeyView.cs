namespace Switchyard.Contracts.Keys;

/// <summary>A key just made: the answer, with status 201, of <c>POST /api/v1/keys</c>.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Name">For people.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Key">The secret to present; shown this once and stored nowhere.</param>
public sealed record CreatedKeyView(long Id, string Name, IReadOnlyList<string> Scopes, string Key);
