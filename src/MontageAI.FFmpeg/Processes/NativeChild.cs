using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.FFmpeg.Processes;

/// <summary>The calls of the C library that starting and ending children needs. 64-bit Linux, glibc and musl; kill also
/// elsewhere.</summary>
internal static class NativeChild
{
    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>SIGKILL.</summary>
    public const int Kill9 = 9;

    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;
    private const int BrokenPipe = 13;
    private const short OwnGroup = 2;
    private const short DefaultSignals = 4;
    private const short NoMask = 8;

    // The opaque structures are 80 and 336 bytes; their sets of signals 128.
    private const int Room = 1024;

    /// <summary>A pipe that children do not inherit by accident.</summary>
    public static (SafePipeHandle Reading, SafePipeHandle Writing) Pipe()
    {
        int[] ends = new int[2];
        if (Pipe2(ends, CloseOnExec) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return (new SafePipeHandle(ends[0], ownsHandle: true), new SafePipeHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Starts a program in a process group of its own, with signals as a program expects them.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="Win32Exception">It does not exist or may not be run.</exception>
    public static int Spawn(
        IReadOnlyList<string> line,
        IReadOnlyList<string> variables,
        SafePipeHandle? input,
        SafePipeHandle? output,
        SafePipeHandle error
    )
    {
        IntPtr memory = Marshal.AllocHGlobal(3 * Room);
        Marshal.Copy(new byte[3 * Room], 0, memory, 3 * Room);
        (IntPtr actions, IntPtr attributes, IntPtr signals) = (memory, memory + Room, memory + (2 * Room));
        IntPtr[] arguments = Strings(line),
            environment = Strings(variables);
        try
        {
            Check(ActionsInit(actions));
            Check(AttributesInit(attributes));
            Check(input is null ? AddOpen(actions, 0, "/dev/null", 0, 0) : AddDuplicate(actions, (int)input.DangerousGetHandle(), 0));
            if (output is not null)
            {
                Check(AddDuplicate(actions, (int)output.DangerousGetHandle(), 1));
            }

            Check(AddDuplicate(actions, (int)error.DangerousGetHandle(), 2));
            Check(SetFlags(attributes, OwnGroup | DefaultSignals | NoMask));
            Check(SetMask(attributes, signals));
            // .NET ignores broken pipes, and what is ignored is inherited.
            _ = AddSignal(signals, BrokenPipe);
            Check(SetDefault(attributes, signals));
            Check(PosixSpawn(out int id, line[0], actions, attributes, arguments, environment));
            return id;
        }
        finally
        {
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
            Marshal.FreeHGlobal(memory);
            foreach (IntPtr text in arguments.Concat(environment))
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }

    /// <summary>Waits for the end of a child and leaves it there to be asked.</summary>
    public static void WaitWithoutReaping(int id)
    {
        const int ById = 1;
        const int ExitedNoWait = 4 | 0x1000000;
        byte[] information = new byte[128];
        while (WaitId(ById, id, information, ExitedNoWait) != 0 && Marshal.GetLastPInvokeError() == Interrupted) { }
    }

    /// <summary>Takes an ended child away.</summary>
    /// <returns>Exit status, 128 and the signal that ended it, or -1 where somebody else took it; what it used, where nobody did.</returns>
    public static (int Status, ChildUsage? Usage) Reap(int id)
    {
        // Two times of seconds and microseconds, then the largest resident set in KiB; 144 bytes in all.
        long[] usage = new long[18];
        int result;
        int status;
        while ((result = Wait4(id, out status, 0, usage)) < 0 && Marshal.GetLastPInvokeError() == Interrupted) { }
        if (result != id)
        {
            return (-1, null);
        }

        int signal = status & 0x7F;
        double seconds = usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
        return (signal == 0 ? (status >> 8) & 0xFF : 128 + signal, new ChildUsage(seconds, usage[4] / 1024.0));
    }

    /// <summary>Sends a signal to a process, or to a group where the number is below 0.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Kill(int id, int signal);

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private static IntPtr[] Strings(IReadOnlyList<string> texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), IntPtr.Zero];

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Pipe2([Out] int[] ends, int flags);

    [DllImport("libc", EntryPoint = "posix_spawn")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int PosixSpawn(
        out int id,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        IntPtr actions,
        IntPtr attributes,
        IntPtr[] arguments,
        IntPtr[] environment
    );

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ActionsInit(IntPtr actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ActionsDestroy(IntPtr actions);

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AddOpen(
        IntPtr actions,
        int descriptor,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mode
    );

    [DllImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AddDuplicate(IntPtr actions, int from, int to);

    [DllImport("libc", EntryPoint = "posix_spawnattr_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AttributesInit(IntPtr attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AttributesDestroy(IntPtr attributes);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFlags(IntPtr attributes, short flags);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMask(IntPtr attributes, IntPtr signals);

    [DllImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetDefault(IntPtr attributes, IntPtr signals);

    [DllImport("libc", EntryPoint = "sigaddset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AddSignal(IntPtr signals, int signal);

    [DllImport("libc", EntryPoint = "waitid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int WaitId(int kind, int id, [Out] byte[] information, int options);

    [DllImport("libc", EntryPoint = "wait4", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Wait4(int id, out int status, int options, [Out] long[] usage);
}
