using System.Globalization;
using Switchyard.Contracts.Workers;

namespace Switchyard.Worker;

/// <summary>Measures how busy the machine is: processors since the last look, memory, and one disk.</summary>
/// <param name="folder">Where the disk is looked at.</param>
internal sealed class SystemMeter(string folder)
{
    private (long Busy, long All) _last = ReadProcessors();

    /// <summary>The usage now; null where this system does not tell.</summary>
    public SystemInfo Read() => new(Processors(), Memory(), Disk());

    private double? Processors()
    {
        var (before, now) = (_last, ReadProcessors());
        _last = now;
        return now.All > before.All ? Percent(now.Busy - before.Busy, now.All - before.All) : null;
    }

    // cpu  user nice system idle iowait irq softirq steal guest guest_nice, in ticks since the start
    private static (long Busy, long All) ReadProcessors()
    {
        var ticks = Lines("/proc/stat")
            .FirstOrDefault("")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Take(8)
            .Select(Number)
            .ToArray();
        return ticks.Length < 5 ? default : (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }

    // MemTotal:       16316412 kB
    private static double? Memory()
    {
        var lines = Lines("/proc/meminfo");
        var (all, free) = (Of("MemTotal:"), Of("MemAvailable:"));
        return all > 0 ? Percent(all - free, all) : null;

        long Of(string name) =>
            lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
                ? Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
                : 0;
    }

    private double? Disk()
    {
        try
        {
            var disk = new DriveInfo(folder);
            return Percent(disk.TotalSize - disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static double Percent(long part, long all) => Math.Round(Math.Clamp(100.0 * part / all, 0, 100), 1);
}
