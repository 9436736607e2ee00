using System.Runtime.InteropServices;

namespace Switchyard.Bench.Loop;

/// <summary>The four calls of Linux's epoll(7) that the loop needs, and the shape of its event.</summary>
/// <remarks>
/// The managed socket engine wakes a thread-pool thread for each completion. On two cores shared with the server that
/// costs as much as the request itself, so one thread waits for all sockets instead.
/// </remarks>
internal static unsafe partial class Epoll
{
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const uint Failed = 0x008 | 0x010;

    private const int CloseOnExec = 0x80000;
    private const int ControlAdd = 1;
    private const int ControlModify = 3;

    /// <summary>Bytes from one event to the next: the kernel packs the structure on x86 and nowhere else.</summary>
    public static readonly int EventSize = RuntimeInformation.ProcessArchitecture
        is Architecture.X64
            or Architecture.X86
        ? 12
        : 16;

    /// <summary>Where the caller's tag starts within an event.</summary>
    public static readonly int TagOffset = EventSize - sizeof(ulong);

    public static int Create() => Check(EpollCreate1(CloseOnExec), "epoll_create1");

    public static void Add(int epoll, int socket, uint interest, ulong tag) =>
        Control(epoll, ControlAdd, socket, interest, tag);

    public static void Modify(int epoll, int socket, uint interest, ulong tag) =>
        Control(epoll, ControlModify, socket, interest, tag);

    /// <summary>Waits for events.</summary>
    /// <param name="epoll">The descriptor from <see cref="Create"/>.</param>
    /// <param name="events">Room for a whole number of events.</param>
    /// <param name="timeoutMs">Milliseconds; 0 returns at once.</param>
    /// <returns>How many events were written; 0 after the timeout or a signal.</returns>
    public static int Wait(int epoll, Span<byte> events, int timeoutMs)
    {
        const int interrupted = 4;
        fixed (byte* first = events)
        {
            int count = EpollWait(epoll, first, events.Length / EventSize, timeoutMs);
            if (count < 0 && Marshal.GetLastPInvokeError() == interrupted)
            {
                return 0;
            }
            return Check(count, "epoll_wait");
        }
    }

    public static void Close(int descriptor) => _ = CloseDescriptor(descriptor);

    private static void Control(int epoll, int operation, int socket, uint interest, ulong tag)
    {
        byte* item = stackalloc byte[16];
        *(uint*)item = interest;
        *(ulong*)(item + TagOffset) = tag;
        Check(EpollCtl(epoll, operation, socket, item), "epoll_ctl");
    }

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new BenchException($"{call} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate1(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollCtl(int epoll, int operation, int socket, byte* item);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, byte* events, int capacity, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseDescriptor(int descriptor);
}
