using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Native;

/// <summary>
/// The system's own SQLite, patched by the system. The package's provider asks for <c>e_sqlite3</c>, which no system
/// has, so the name is mapped; the natives that come bundled with it carry a published advisory.
/// </summary>
internal static class SqliteLibrary
{
    /// <summary>3.35: the first with RETURNING.</summary>
    public const int OldestVersion = 3_035_000;

    private const int ConfigMemoryStatus = 9; // SQLITE_CONFIG_MEMSTATUS

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The loaded library.</summary>
    public static nint Handle { get; private set; }

    /// <summary>Loads the library, once a process.</summary>
    /// <returns>For people: <c>SQLite 3.40.1 (/usr/lib/…/libsqlite3.so.0.8.6)</c>.</returns>
    /// <exception cref="StorageFatalException">There is none, or it is too old.</exception>
    public static string Use() => Loaded.Value;

    /// <summary>The names under which a system has the library, best first.</summary>
    public static IReadOnlyList<string> Names() =>
        OperatingSystem.IsWindows() ? ["winsqlite3"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    /// <summary>Says why a version will not do; null when it will.</summary>
    public static string? Refusal(int version, string description) =>
        version >= OldestVersion
            ? null
            : $"{description} is too old: Switchyard needs SQLite 3.35 or newer. Update the system's package "
                + "(Debian and Ubuntu: libsqlite3-0).";

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
        }
        catch (DllNotFoundException missing)
        {
            throw new StorageFatalException(
                $"The system has no SQLite library ({string.Join(", ", Names())}). Install it "
                    + "(Debian and Ubuntu: apt-get install libsqlite3-0).",
                missing
            );
        }

        // Counting memory takes a lock at each allocation, and nobody asks for the sum.
        _ = raw.sqlite3_config(ConfigMemoryStatus, 0);
        var description = $"SQLite {raw.sqlite3_libversion().utf8_to_string()} ({LoadedPath()})";
        return Refusal(raw.sqlite3_libversion_number(), description) is { } refusal
            ? throw new StorageFatalException(refusal)
            : description;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return 0;
        }

        foreach (var candidate in Names())
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return Handle = handle;
            }
        }

        return 0;
    }

    private static string LoadedPath()
    {
        using var process = Process.GetCurrentProcess();
        return process
                .Modules.Cast<ProcessModule>()
                .Select(module => module.FileName)
                .FirstOrDefault(file => Path.GetFileName(file).Contains("sqlite3", StringComparison.Ordinal))
            ?? Names()[0];
    }
}
