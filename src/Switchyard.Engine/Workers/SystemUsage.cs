namespace Switchyard.Engine.Workers;

/// <summary>How busy a worker's machine is, each in percent (0 to 100); null where the worker does not say.</summary>
/// <param name="Cpu">Of all processors together.</param>
/// <param name="Memory">Of the machine's memory.</param>
/// <param name="Disk">Of the disk that the worker works on.</param>
public sealed record SystemUsage(double? Cpu = null, double? Memory = null, double? Disk = null);
