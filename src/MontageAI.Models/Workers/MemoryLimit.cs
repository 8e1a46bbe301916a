using System.Runtime.InteropServices;

namespace MontageAI.Models.Workers;

/// <summary>
/// Bounds what this process may take of memory. Linux alone counts what matters (RLIMIT_DATA: private memory that is written to, not what
/// .NET merely reserves); elsewhere the bound on tensors is the only one.
/// </summary>
internal static class MemoryLimit
{
    private const int Data = 2;
    private const int Core = 4;

    /// <summary>Sets the bound; a later call may raise it.</summary>
    /// <param name="bytes">The most it may take.</param>
    public static void Set(long bytes)
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess && GetLimit(Data, out Limit limit) == 0)
        {
            limit.Now = Math.Min((ulong)bytes, limit.Most);
            _ = SetLimit(Data, limit);
        }
    }

    /// <summary>A crash of this process leaves no image of its memory behind.</summary>
    public static void NoDumps()
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
        {
            _ = SetLimit(Core, default);
        }
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int kind, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int kind, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Now;
        public ulong Most;
    }
}
