namespace Switchyard.Client.Workers;

/// <summary>How a worker and its server talk.</summary>
public enum WorkerTransport
{
    /// <summary>Over one WebSocket: jobs are pushed, and leases renewed by the server while it stands. The fastest.</summary>
    WebSocket,

    /// <summary>
    /// By plain HTTP requests, for networks that pass nothing else. The worker asks for jobs and renews its leases; they
    /// outlive a restart of the server, and their handlers go on meanwhile.
    /// </summary>
    Http,
}
