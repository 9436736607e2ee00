namespace Switchyard.Engine.Workers;

/// <summary>What a worker says of itself beside that it lives; null leaves what it said before.</summary>
/// <param name="Pending">Jobs that wait in it, for people.</param>
/// <param name="System">How busy its machine is.</param>
public readonly record struct SignOfLife(int? Pending = null, SystemUsage? System = null);
