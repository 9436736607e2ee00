namespace Switchyard.Engine.Workers;

/// <summary>Why the engine closes a worker's connection.</summary>
public enum WorkerCloseReason
{
    /// <summary>A newer connection has the same name.</summary>
    Replaced,

    /// <summary>The server's own worker has this name.</summary>
    Reserved,

    /// <summary>The node stops.</summary>
    Stopping,

    /// <summary>Its key was removed.</summary>
    Unauthorized,
}
