using System.Globalization;

namespace MontageAI.Storage.Files;

/// <summary>
/// Tells a process apart from any other that has had or will have its number: process id, start time in clock ticks since boot,
/// and the boot's id, from Linux's /proc. Other systems have no mark; there a mark is never alive.
/// </summary>
internal static class ProcessMark
{
    /// <summary>This process, for example "4711-8812345-1c2d3e4f"; safe in a file name. "none" where there is no /proc.</summary>
    public static string Own { get; } = Of(Environment.ProcessId) ?? "none";

    /// <summary>Whether the marked process runs.</summary>
    public static bool IsAlive(string mark)
    {
        int end = mark.IndexOf('-', StringComparison.Ordinal);
        return end > 0 && int.TryParse(mark.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Of(id) == mark;
    }

    private static string? Of(int processId)
    {
        try
        {
            // The name in parentheses may hold anything, also parentheses; the start time is the 20th field after it, the state the first.
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id");
            return fields[0] is "Z" or "X" ? null : string.Create(CultureInfo.InvariantCulture, $"{processId}-{fields[19]}-{boot[..8]}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
