using System.Globalization;
using System.Text;

namespace Switchyard.Worker.Processes;

/// <summary>Looks for the processes of a run in <c>/proc</c>; where there is none it finds nothing.</summary>
internal static class ProcessScan
{
    /// <summary>
    /// Processes that live and are of a group, or have a cookie in the environment that they were started with: then they
    /// have left the group.
    /// </summary>
    public static IReadOnlyList<(int Pid, bool HasLeft)> Find(int group, string cookie)
    {
        var mark = Encoding.ASCII.GetBytes(cookie);
        var found = new List<(int, bool)>();
        foreach (var folder in Folders())
        {
            var name = Path.GetFileName(folder.AsSpan());
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }

            var isInGroup = IsLiveInGroup(folder, group);
            if (isInGroup ?? Read(folder, "environ").AsSpan().IndexOf(mark) >= 0)
            {
                found.Add((pid, isInGroup is null));
            }
        }

        return found;
    }

    private static string[] Folders() => Directory.Exists("/proc") ? Directory.GetDirectories("/proc") : [];

    // 4711 (a name) with ) in it) S 1 4711 4711 …: state, parent, group. Null for another group: the cookie decides.
    private static bool? IsLiveInGroup(string folder, int group)
    {
        var stat = Encoding.UTF8.GetString(Read(folder, "stat"));
        var rest = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
        return rest.Length < 3 || rest[0] is "Z" or "X" ? false
            : rest[2] == group.ToString(CultureInfo.InvariantCulture) ? true
            : null;
    }

    private static byte[] Read(string folder, string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return []; // it ended, or is another user's
        }
    }
}
