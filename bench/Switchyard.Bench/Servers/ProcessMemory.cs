using System.Globalization;

namespace Switchyard.Bench.Servers;

/// <summary>Resident memory of a process, from <c>/proc/PID/status</c>.</summary>
/// <param name="ResidentMib">VmRSS: all that is resident, mapped files included.</param>
/// <param name="AnonymousMib">RssAnon: heaps and stacks, without mapped files.</param>
internal readonly record struct ProcessMemory(double ResidentMib, double AnonymousMib)
{
    public static ProcessMemory Of(int processId)
    {
        string[] lines = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMemory(Mib(lines, "VmRSS:"), Mib(lines, "RssAnon:"));
    }

    // VmRSS:	   14212 kB
    private static double Mib(string[] lines, string name)
    {
        string line = lines.First(text => text.StartsWith(name, StringComparison.Ordinal));
        string number = line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return double.Parse(number, CultureInfo.InvariantCulture) / 1024;
    }
}
