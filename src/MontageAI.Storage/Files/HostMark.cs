using System.Security.Cryptography;
using System.Text;

namespace MontageAI.Storage.Files;

/// <summary>
/// Tells apart the places in which process marks mean something: one start of one machine, and in it one space of process numbers
/// (containers have their own). Safe in a file name; "none" where there is no /proc.
/// </summary>
internal static class HostMark
{
    /// <summary>The place where this process runs.</summary>
    public static string Own { get; } = Read();

    private static string Read()
    {
        try
        {
            string place = $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {new FileInfo("/proc/self/ns/pid").LinkTarget}";
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(place)), 0, 8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "none";
        }
    }
}
