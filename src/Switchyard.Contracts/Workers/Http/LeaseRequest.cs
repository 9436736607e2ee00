namespace Switchyard.Contracts.Workers.Http;

/// <summary>Asks for jobs: the body of <c>POST /api/v1/workers/{worker}/lease</c>, or <c>lease</c> of a settle.</summary>
public sealed record LeaseRequest
{
    /// <summary>Jobs at most, 1 (default) to 10,000; no more than 512 or 16 MiB of payloads come at once.</summary>
    public int? Max { get; init; }

    /// <summary>How long to wait for the first, 0 (default) to 60,000.</summary>
    public int? WaitMs { get; init; }
}
