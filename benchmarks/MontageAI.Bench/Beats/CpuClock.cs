using System.Diagnostics;
using System.Globalization;

namespace MontageAI.Bench.Beats;

/// <summary>CPU time used by this program and by the children that have ended, which other work on the machine does not disturb.</summary>
internal static class CpuClock
{
    // USER_HZ is 100 on every Linux architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds so far; without the children's where the system does not tell (only Linux does).</summary>
    public static double Seconds()
    {
        using Process self = Process.GetCurrentProcess();
        double own = self.TotalProcessorTime.TotalSeconds;
        if (!OperatingSystem.IsLinux())
        {
            return own;
        }

        // After the program's name in parentheses: state is field 3, children's user and system time are fields 16 and 17.
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return own
            + (
                (double.Parse(fields[13], CultureInfo.InvariantCulture) + double.Parse(fields[14], CultureInfo.InvariantCulture))
                / TicksPerSecond
            );
    }
}
