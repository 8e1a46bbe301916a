using System.Diagnostics;

namespace MontageAI.Engine.Resources;

/// <summary>Reads what this process has used. What a job's children used stands in <see cref="FFmpeg.Processes.ProcessScope"/>.</summary>
internal static class UsageMeter
{
    /// <summary>Processor seconds and memory high-water mark of this process.</summary>
    public static (double CpuSeconds, double PeakMiB) Own()
    {
        using Process self = Process.GetCurrentProcess();
        return (self.TotalProcessorTime.TotalSeconds, self.PeakWorkingSet64 / 1048576.0);
    }
}
