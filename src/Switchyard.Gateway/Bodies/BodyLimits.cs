namespace Switchyard.Gateway.Bodies;

/// <summary>How long a request's body may be.</summary>
internal static class BodyLimits
{
    /// <summary>A payload of at most 1 MiB with what stands around it.</summary>
    public const int Single = (1024 + 64) * 1024;

    /// <summary>Many jobs in one call: 16 MiB.</summary>
    public const int Bulk = 16 * 1024 * 1024;

    /// <summary>What a worker reports: a result of at most 64 MiB with what stands around it.</summary>
    public const int Results = Contracts.Workers.WorkerProtocol.MaxMessageBytes;

    /// <summary>What carries no payload: an order, a key's creation.</summary>
    public const int Small = 64 * 1024;
}
