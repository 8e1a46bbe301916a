using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using MontageAI.Errors;

namespace MontageAI.Models.Runtime;

/// <summary>ONNX Runtime's native library from a folder of the user's, looked at before anything of it is used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Version">What it says it is.</param>
/// <param name="Handle">The library, loaded.</param>
internal sealed record RuntimeLibrary(string Path, string Version, nint Handle)
{
    private delegate nint GetBase();

    private delegate nint GetVersion();

    /// <summary>Name of the library's file on this system.</summary>
    public static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib"
        : "libonnxruntime.so";

    /// <summary>Loads the library of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The library, or why it cannot be used; neither where the folder holds none.</returns>
    public static (RuntimeLibrary? Library, string? Problem) Open(string folder)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), FileName);
        if (!File.Exists(path))
        {
            return (null, null);
        }

        nint handle;
        try
        {
            handle = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return (null, $"'{path}' cannot be loaded ({LoaderReason(e.Message)})");
        }

        if (ReadVersion(handle) is not { } version)
        {
            NativeLibrary.Free(handle);
            return (null, $"'{path}' is not ONNX Runtime");
        }

        // An older one answers with nothing to what is asked of it; newer ones keep what older ones had.
        Version needed = typeof(OrtEnv).Assembly.GetName().Version!;
        if (
            !System.Version.TryParse(version.Split('-', '+')[0], out Version? found)
            || found.Major != needed.Major
            || found.Minor < needed.Minor
        )
        {
            NativeLibrary.Free(handle);
            return (null, $"'{path}' is version {Printable.Of(version)}; {needed.Major}.{needed.Minor} or newer is needed");
        }

        return (new RuntimeLibrary(path, version, handle), null);
    }

    /// <summary>The line in which the loader says what is wrong: beneath its advice on how to find out.</summary>
    internal static string LoaderReason(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string reason = lines.FirstOrDefault(l => l.StartsWith('/') && l.Contains(": ", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]
            : lines[0];
        return Printable.Of(reason.TrimEnd('.', ':'));
    }

    // Struct OrtApiBase of onnxruntime_c_api.h, which stays as it is: two functions, the second gives the version.
    private static string? ReadVersion(nint handle)
    {
        if (!NativeLibrary.TryGetExport(handle, "OrtGetApiBase", out nint export))
        {
            return null;
        }

        nint api = Marshal.GetDelegateForFunctionPointer<GetBase>(export)();
        return api == 0
            ? null
            : Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetVersion>(Marshal.ReadIntPtr(api, nint.Size))());
    }
}
