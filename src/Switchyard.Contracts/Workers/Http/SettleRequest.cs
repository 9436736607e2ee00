namespace Switchyard.Contracts.Workers.Http;

/// <summary>The body of <c>POST /api/v1/workers/{worker}/settle</c>.</summary>
public sealed record SettleRequest
{
    /// <summary>1 to 10,000.</summary>
    public required IReadOnlyList<ResultReport> Results { get; init; }

    /// <summary>Asks for the next jobs in the same call; absent for none.</summary>
    public LeaseRequest? Lease { get; init; }
}
