namespace Switchyard.Contracts.Keys;

/// <summary>The answer of <c>GET /api/v1/keys</c>.</summary>
/// <param name="Keys">All keys, by id.</param>
public sealed record KeyList(IReadOnlyList<KeyView> Keys);
