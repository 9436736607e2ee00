using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Switchyard.Bench.Disk;

/// <summary>How long this disk takes to make 4 KiB durable: the floor under every durable latency.</summary>
internal static partial class FdatasyncProbe
{
    private const int PageSize = 4096;

    /// <summary>Appends pages to a new file, one fdatasync after each, and removes the file.</summary>
    /// <param name="folder">Where; on the disk that holds the server's data.</param>
    /// <param name="count">How many appends.</param>
    /// <returns>Milliseconds of each fdatasync, ascending.</returns>
    public static double[] Measure(string folder, int count)
    {
        string path = Path.Combine(folder, "fdatasync.probe");
        byte[] page = new byte[PageSize];
        page.AsSpan().Fill(0x5A);
        double[] latencies = new double[count];
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            for (int i = 0; i < count; i++)
            {
                RandomAccess.Write(file, page, (long)i * PageSize);
                long start = Stopwatch.GetTimestamp();
                if (Fdatasync(file) != 0)
                {
                    throw new BenchException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}");
                }
                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
        File.Delete(path);
        Array.Sort(latencies);
        return latencies;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);
}
