using System.Runtime.InteropServices;

namespace MontageAI.Models.Runtime;

/// <summary>
/// Keeps ONNX Runtime from telling its makers of its use. Its own builds do so unless a variable says otherwise before the
/// library is loaded: they keep a file in the user's cache and one in the temporary folder, and open connections. The call that its
/// interface has for it comes too late and covers only a part.
/// </summary>
internal static class Telemetry
{
    /// <summary>The variable, as ONNX Runtime's Privacy.md names it.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns it off for this process and its children; before the library is loaded.</summary>
    public static void TurnOff()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows())
        {
            // .NET keeps variables of its own there, which native code does not see.
            _ = SetNative(Variable, "1", 1);
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNative(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite
    );
}
