using System.Diagnostics;

namespace MontageAI.Testing;

/// <summary>
/// FFmpeg as the tests' own instrument: makes synthetic media and measures rendered files without going through the code under test.
/// </summary>
public static class TestTools
{
    /// <summary>Runs ffmpeg and fails the test, with what it said, unless it succeeds.</summary>
    public static void FFmpeg(params IEnumerable<string> arguments) =>
        Run("ffmpeg", ["-hide_banner", "-nostdin", "-y", "-loglevel", "error", .. arguments]);

    /// <summary>Runs ffprobe and returns what it printed.</summary>
    public static string FFprobe(params IEnumerable<string> arguments) =>
        Run("ffprobe", ["-hide_banner", "-loglevel", "error", .. arguments]);

    /// <summary>Runs a program to its end and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">It is missing or its exit status is not 0.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo info = new(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start");
        using IDisposable patience = Patience.With(process);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', info.ArgumentList)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}"
            );
    }
}

/// <summary>A folder for one test, removed with everything in it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("montage-test-").FullName;

    /// <summary>Full path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.Delete(Path, recursive: true);
        }
        else
        {
            // .NET cannot name, and so not remove, files whose names are no UTF-8; some tests make such files.
            TestTools.Run("rm", "-rf", Path);
        }
    }
}
