using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MontageAI.Engine.Resources;

/// <summary>Reads what this process and its ended children have used (getrusage on Linux and macOS).</summary>
internal static class UsageMeter
{
    /// <summary>Processor seconds and memory high-water mark of this process.</summary>
    public static (double CpuSeconds, double PeakMiB) Own()
    {
        using Process self = Process.GetCurrentProcess();
        return (self.TotalProcessorTime.TotalSeconds, self.PeakWorkingSet64 / 1048576.0);
    }

    /// <summary>Processor seconds of all ended children and the memory high-water mark of the largest; null where the system does not
    /// tell.</summary>
    public static (double CpuSeconds, double PeakMiB)? Children()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return null;
        }

        // struct rusage: two timevals (user, system), then ru_maxrss; 144 bytes on 64-bit systems.
        Span<long> usage = stackalloc long[18];
        if (GetRusage(-1, ref MemoryMarshal.GetReference(usage)) != 0)
        {
            return null;
        }

        double seconds = usage[0] + (usage[1] & 0xFFFFFFFF) / 1e6 + usage[2] + (usage[3] & 0xFFFFFFFF) / 1e6;
        return (seconds, OperatingSystem.IsMacOS() ? usage[4] / 1048576.0 : usage[4] / 1024.0);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetRusage(int who, ref long usage);
}
