namespace MontageAI.Storage.Files;

/// <summary>
/// Tells apart the places in which process marks mean something: one start of one machine, and in it one space of process numbers
/// (containers have their own). "none" where there is no /proc.
/// </summary>
internal static class HostMark
{
    /// <summary>The place where this process runs.</summary>
    public static string Own { get; } = Read();

    private static string Read()
    {
        try
        {
            return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "none";
        }
    }
}
