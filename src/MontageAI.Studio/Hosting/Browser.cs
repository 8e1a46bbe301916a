using System.ComponentModel;
using System.Diagnostics;

namespace MontageAI.Studio.Hosting;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address.</summary>
    /// <returns>Whether something was started.</returns>
    public static bool TryOpen(string address)
    {
        try
        {
            ProcessStartInfo start =
                OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
                : OperatingSystem.IsMacOS() ? new ProcessStartInfo("open", [address])
                : new ProcessStartInfo("xdg-open", [address]) { RedirectStandardError = true, RedirectStandardOutput = true };
#pragma warning disable RS0030 // No tool of the engine's: the desktop's own way to show an address.
            using Process? started = Process.Start(start);
#pragma warning restore RS0030
            return true;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            return false;
        }
    }
}
