using System.Runtime.InteropServices;

namespace Switchyard.Worker.Processes;

/// <summary>What the C library does for us: processes with a session of their own, which <c>Process</c> cannot start.</summary>
internal static unsafe partial class Libc
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    public const int ReadOnly = 0;
    public const int WriteOnly = 1;

    public const short SetSignalDefaults = 0x04;
    public const short SetSignalMask = 0x08;

    /// <summary>Room for any of the library's opaque structs; the largest has 336 bytes.</summary>
    public const int StructBytes = 512;

    private const int ByPid = 1;
    private const int Exited = 4;

    /// <summary>Closes all files from a number on; glibc has it since 2.34, others not.</summary>
    private static readonly delegate* unmanaged<byte*, int, int> CloseFrom = (delegate* unmanaged<
        byte*,
        int,
        int>)Export("posix_spawn_file_actions_addclosefrom_np");

    public static short SetSession => OperatingSystem.IsMacOS() ? (short)0x400 : (short)0x80;

    private static int NoHang => 1;

    private static int LeaveIt => OperatingSystem.IsMacOS() ? 0x20 : 0x0100_0000;

    /// <summary>Has a child get no file from this number on, even of those that this process was itself given.</summary>
    public static int AddCloseFrom(byte* actions, int file) => CloseFrom is null ? 0 : CloseFrom(actions, file);

    /// <summary>Whether a child has ended. It stays a zombie, and so its number and its group's stay its own.</summary>
    public static bool HasExited(int pid)
    {
        var info = stackalloc byte[StructBytes];
        *(int*)info = 0;
        // Who is no child of ours any more has ended as well.
        return WaitId(ByPid, (uint)pid, info, Exited | NoHang | LeaveIt) != 0 || *(int*)info != 0;
    }

    /// <summary>Buries a child that has ended. The answer is its exit code as a shell would give it; null when someone else buried it.</summary>
    public static int? Reap(int pid)
    {
        int status;
        if (WaitPid(pid, &status, 0) != pid)
        {
            return null;
        }

        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    /// <summary>Signals a process, or with a negative number a group. One that is gone is no error.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial void Kill(int pid, int signal);

    /// <summary>The path without links and dots; null when there is nothing there.</summary>
    public static string? RealPath(string path)
    {
        var resolved = RealPath(path, null);
        if (resolved is null)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8((nint)resolved);
        }
        finally
        {
            NativeMemory.Free(resolved);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(
        int* pid,
        string path,
        byte* actions,
        byte* attributes,
        byte** arguments,
        byte** environment
    );

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial void DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDup(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(byte* actions, int file, string path, int flags, uint mode);

    [LibraryImport(
        "libc",
        EntryPoint = "posix_spawn_file_actions_addchdir_np",
        StringMarshalling = StringMarshalling.Utf8
    )]
    public static partial int AddFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial void DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetMaskedSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    public static partial int FillSignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int EmptySignals(byte* signals);

    private static nint Export(string name) =>
        NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, name, out var export)
            ? export
            : 0;

    [LibraryImport("libc", EntryPoint = "waitid")]
    private static partial int WaitId(int kind, uint id, byte* info, int options);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* RealPath(string path, byte* resolved);
}
