using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Switchyard.EndToEnd.Tests.Servers;

/// <summary>kill(2); <see cref="Process"/> can send SIGKILL alone.</summary>
internal static partial class Signal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends it; a process that is gone already is no error. A negative id is a whole group of processes.</summary>
    public static void Send(int processId, int signal) => _ = SendTo(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendTo(int processId, int signal);
}
