namespace Switchyard.Engine.Workers.Polling;

/// <summary>Whether a caller may speak for a worker.</summary>
public enum PollingAccess
{
    /// <summary>It may: the worker is its own, or it is an admin.</summary>
    Granted,

    /// <summary>It may, and the worker is new.</summary>
    Registered,

    /// <summary>No worker of this name is registered here, or no longer: it should register.</summary>
    Unknown,

    /// <summary>Another key has a worker of this name, or the server has.</summary>
    Denied,

    /// <summary>As many workers are registered as there may be.</summary>
    Full,
}
