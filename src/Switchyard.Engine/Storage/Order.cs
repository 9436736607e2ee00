namespace Switchyard.Engine.Storage;

/// <summary>What a client wants done with a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Kind">What.</param>
public readonly record struct Order(long JobId, OrderKind Kind);
