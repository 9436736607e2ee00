namespace Switchyard.Contracts.Workers.Http;

/// <summary>The answer to a registration.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="LeaseSeconds">How long its leases last unless it renews them.</param>
/// <param name="ServerVersion">The server's version.</param>
public sealed record WorkerRegistered(string Worker, double LeaseSeconds, string ServerVersion);
