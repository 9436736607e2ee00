using System.Runtime.InteropServices;

namespace Switchyard.Bench.Report;

/// <summary>Where the numbers were measured; without it they mean nothing.</summary>
internal sealed partial record Machine
{
    public required int Cores { get; init; }

    public required string CpuModel { get; init; }

    public required long MemoryMib { get; init; }

    public required string Kernel { get; init; }

    /// <summary>The file system that holds the data folder; on <c>tmpfs</c> a sync costs nothing and proves nothing.</summary>
    public required string FileSystem { get; init; }

    public required string Dotnet { get; init; }

    public required string Sqlite { get; init; }

    /// <param name="dataFolder">An existing folder on the disk under measurement.</param>
    public static Machine Describe(string dataFolder) =>
        new()
        {
            Cores = Environment.ProcessorCount,
            CpuModel = CpuModelName(),
            MemoryMib = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
            Kernel = $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}",
            FileSystem = new DriveInfo(dataFolder).DriveFormat,
            Dotnet = RuntimeInformation.FrameworkDescription,
            Sqlite = Marshal.PtrToStringUTF8(SqliteVersion()) ?? "unknown",
        };

    // model name	: AMD EPYC
    private static string CpuModelName()
    {
        string? line = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    /// <summary>The system's own library, which is the one that the server loads.</summary>
    [LibraryImport("libsqlite3.so.0", EntryPoint = "sqlite3_libversion")]
    private static partial nint SqliteVersion();
}
