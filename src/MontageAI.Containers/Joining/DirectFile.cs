using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Containers.Joining;

/// <summary>
/// A new file whose bytes go to the disk past the system's cache (O_DIRECT), Linux only. Buffers, offsets and lengths of writes must be
/// multiples of <see cref="Alignment"/>.
/// </summary>
internal static class DirectFile
{
    /// <summary>Bytes that suit every common disk.</summary>
    public const int Alignment = 4096;

    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Truncate = 0x200;
    private const int CloseOnExec = 0x80000;

    /// <summary>Creates the file, or empties the one that is there; null where the system or the file system has no such thing.</summary>
    public static SafeFileHandle? TryCreate(string path)
    {
        int direct = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 or Architecture.X86 => 0x4000,
            Architecture.Arm64 or Architecture.Arm => 0x10000,
            _ => 0,
        };
        if (!OperatingSystem.IsLinux() || direct == 0)
        {
            return null;
        }

        SafeFileHandle handle = new(
            NativeMethods.Open(path, WriteOnly | Create | Truncate | CloseOnExec | direct, 0x1B6),
            ownsHandle: true
        );
        if (!handle.IsInvalid)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
    }
}
