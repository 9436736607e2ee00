namespace Switchyard.Contracts.Workers;

/// <summary>How busy a worker's machine is, each in percent (0 to 100); null where the worker does not say.</summary>
/// <param name="CpuUsage">Of all processors together.</param>
/// <param name="MemoryUsage">Of the machine's memory.</param>
/// <param name="DiskUsage">Of the disk that the worker works on.</param>
public sealed record SystemInfo(double? CpuUsage = null, double? MemoryUsage = null, double? DiskUsage = null);
