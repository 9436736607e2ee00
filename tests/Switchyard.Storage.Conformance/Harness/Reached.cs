namespace Switchyard.Storage.Conformance.Harness;

/// <summary>A job brought into some situation.</summary>
/// <param name="Id">The job.</param>
/// <param name="Token">Its first lease; one that was never given out where it had none.</param>
internal sealed record Reached(long Id, long Token);
