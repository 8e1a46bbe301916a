using System.ComponentModel;
using System.Diagnostics;

namespace MontageAI.Studio.Hosting;

/// <summary>The user's browser and file manager, as the desktop starts them.</summary>
internal static class Desktop
{
    /// <summary>Opens an address in the browser.</summary>
    /// <returns>Whether something was started.</returns>
    public static bool TryOpen(string address) =>
        Starts(
            OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
            : OperatingSystem.IsMacOS() ? new ProcessStartInfo("open", [address])
            : Quiet("xdg-open", address)
        );

    /// <summary>Shows a file or folder in the file manager: chosen in its folder, on Linux its folder.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>Whether something was started.</returns>
    public static bool TryShow(string path) =>
        Starts(
            OperatingSystem.IsWindows() ? new ProcessStartInfo("explorer.exe", $"/select,\"{path}\"")
            : OperatingSystem.IsMacOS() ? new ProcessStartInfo("open", ["-R", path])
            : Quiet("xdg-open", Path.GetDirectoryName(path)!)
        );

    private static ProcessStartInfo Quiet(string program, string argument) =>
        new(program, [argument]) { RedirectStandardError = true, RedirectStandardOutput = true };

    private static bool Starts(ProcessStartInfo start)
    {
        try
        {
#pragma warning disable RS0030 // No tool of the engine's: the desktop's own way to show an address or a file.
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
