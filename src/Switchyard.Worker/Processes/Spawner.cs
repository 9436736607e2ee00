using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Switchyard.Worker.Processes;

/// <summary>
/// Starts processes, each the leader of a session and a process group of its own, so that all that it starts can be
/// signalled at once. Of this process it gets nothing but its folder: no file, no variable, no signal that is ignored.
/// </summary>
internal static unsafe class Spawner
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>Starts a process; its number is also its group's.</summary>
    /// <exception cref="Win32Exception">It cannot be started; its message says why.</exception>
    public static int Start(ProcessStart start)
    {
        var actions = stackalloc byte[Libc.StructBytes];
        var attributes = stackalloc byte[Libc.StructBytes];
        var arguments = Texts(start.Arguments);
        var environment = Texts(start.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        Check(Libc.InitActions(actions));
        Check(Libc.InitAttributes(attributes));
        try
        {
            AddFiles(actions, start);
            AddSession(attributes);
            int pid;
            Check(Libc.Spawn(&pid, start.Path, actions, attributes, arguments, environment));
            return pid;
        }
        finally
        {
            Libc.DestroyActions(actions);
            Libc.DestroyAttributes(attributes);
            Free(arguments);
            Free(environment);
            GC.KeepAlive(start);
        }
    }

    private static void AddFiles(byte* actions, ProcessStart start)
    {
        Check(
            start.Input is { } input
                ? Libc.AddDup(actions, (int)input.DangerousGetHandle(), Input)
                : Libc.AddOpen(actions, Input, "/dev/null", Libc.ReadOnly, 0)
        );
        Check(
            start.Output is { } output
                ? Libc.AddDup(actions, (int)output.DangerousGetHandle(), Output)
                : Libc.AddOpen(actions, Output, "/dev/null", Libc.WriteOnly, 0)
        );
        Check(Libc.AddDup(actions, Output, Error));
        Check(Libc.AddCloseFrom(actions, Error + 1));
        if (start.Folder is { } folder)
        {
            Check(Libc.AddFolder(actions, folder));
        }
    }

    private static void AddSession(byte* attributes)
    {
        var signals = stackalloc byte[Libc.StructBytes];
        // The runtime ignores SIGPIPE, which a process would inherit: `yes | head` would complain.
        Check(Libc.FillSignals(signals));
        Check(Libc.SetDefaultSignals(attributes, signals));
        Check(Libc.EmptySignals(signals));
        Check(Libc.SetMaskedSignals(attributes, signals));
        Check(Libc.SetFlags(attributes, (short)(Libc.SetSession | Libc.SetSignalDefaults | Libc.SetSignalMask)));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    /// <summary>An array of texts as C has them, ended by a null.</summary>
    private static byte** Texts(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        var array = (byte**)NativeMemory.Alloc((nuint)(all.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < all.Length; i++)
        {
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        }

        array[all.Length] = null;
        return array;
    }

    private static void Free(byte** texts)
    {
        for (var text = texts; *text is not null; text++)
        {
            Marshal.FreeCoTaskMem((nint)(*text));
        }

        NativeMemory.Free(texts);
    }
}
