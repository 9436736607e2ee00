namespace Switchyard.Engine.Jobs;

/// <summary>A finished job whose result is still to be posted.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Url">Where to.</param>
/// <param name="Failures">Deliveries that failed so far.</param>
public sealed record PendingCallback(long JobId, string Url, int Failures);
