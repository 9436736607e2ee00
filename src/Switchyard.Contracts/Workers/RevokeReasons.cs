namespace Switchyard.Contracts.Workers;

/// <summary>The words for why a worker lost a lease that it still worked on; more may come.</summary>
public static class RevokeReasons
{
    /// <summary>The job was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The attempt ran over its timeout.</summary>
    public const string Timeout = "timeout";

    /// <summary>The job's time to live ran out.</summary>
    public const string Expired = "expired";

    /// <summary>The lease lapsed.</summary>
    public const string Lapsed = "lapsed";
}
