using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Switchyard.EndToEnd.Tests.Disks;

/// <summary>
/// Cuts the power of an ext4 file system: from that moment nothing reaches its disk, and what was written but not synced
/// is lost, as in the page cache of a machine that goes dark.
/// </summary>
internal static partial class PowerSwitch
{
    /// <summary>EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32) of the kernel's fs/ext4/ext4.h.</summary>
    private const nuint Shutdown = 0x8004587D;

    /// <summary>EXT4_GOING_FLAGS_NOLOGFLUSH: the journal is not written out first.</summary>
    private const uint NoLogFlush = 2;

    /// <summary>Cuts it.</summary>
    /// <param name="file">Any file on the file system.</param>
    public static void Off(string file)
    {
        using var handle = File.OpenHandle(file);
        var flags = NoLogFlush;
        if (Control(handle, Shutdown, ref flags) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, ref uint argument);
}
