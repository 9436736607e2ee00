namespace Switchyard.Engine.Bulk;

/// <summary>Where a bulk action stands. The names are stored: never rename, only add.</summary>
public enum BulkStatus
{
    /// <summary>At work, or waiting for its turn.</summary>
    Running,

    /// <summary>All that matched has been looked at.</summary>
    Done,

    /// <summary>Stopped on request; what was done stays done.</summary>
    Stopped,

    /// <summary>Ended by a fault of the server, which its log tells.</summary>
    Failed,
}
