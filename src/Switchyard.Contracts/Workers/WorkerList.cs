namespace Switchyard.Contracts.Workers;

/// <summary>The answer of <c>GET /api/v1/workers</c>.</summary>
/// <param name="Workers">By name.</param>
public sealed record WorkerList(IReadOnlyList<WorkerView> Workers);
