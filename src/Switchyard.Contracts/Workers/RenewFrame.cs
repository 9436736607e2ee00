namespace Switchyard.Contracts.Workers;

/// <summary>
/// A sign of life. Leases are renewed while the connection lives, so it is needed only by a worker whose pings do not
/// get through.
/// </summary>
/// <param name="Pending">Jobs that wait in the worker, for people to see; null says nothing of that.</param>
/// <param name="System">How busy the worker's machine is, for people to see; null says nothing of that.</param>
public sealed record RenewFrame(int? Pending = null, SystemInfo? System = null) : WorkerFrame;
