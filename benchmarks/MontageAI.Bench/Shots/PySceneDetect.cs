using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MontageAI.Bench.Shots;

/// <summary>
/// Runs PySceneDetect beside us where Python, OpenCV and the package are there: MONTAGE_PYTHON names the interpreter (else python3),
/// MONTAGE_PYSCENEDETECT a folder that holds a checkout of it. Default settings. Its clock starts after its imports.
/// </summary>
internal sealed class PySceneDetect
{
    private const string Program = """
        import json, sys, time
        from scenedetect import detect, ContentDetector, AdaptiveDetector
        for path in sys.argv[2:]:
            detector = ContentDetector() if sys.argv[1] == "content" else AdaptiveDetector()
            wall, cpu = time.perf_counter(), time.process_time()
            scenes = detect(path, detector)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            print(json.dumps({"wall": wall, "cpu": cpu, "cuts": [s[0].get_seconds() for s in scenes[1:]]}), flush=True)
        """;

    private readonly string _python = Environment.GetEnvironmentVariable("MONTAGE_PYTHON") is { Length: > 0 } set ? set : "python3";
    private readonly string? _checkout = Environment.GetEnvironmentVariable("MONTAGE_PYSCENEDETECT");

    /// <summary>Version, or null where it cannot be run.</summary>
    public async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            (int status, string output) = await RunAsync(
                    ["-c", "import scenedetect, cv2; print(scenedetect.__version__, 'OpenCV', cv2.__version__)"],
                    cancellationToken
                )
                .ConfigureAwait(false);
            return status == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Detects cuts.</summary>
    /// <param name="detector">"content" or "adaptive".</param>
    /// <param name="paths">Files, one after the other.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Per file: wall and CPU seconds, and where cuts are, in seconds.</returns>
    public async Task<IReadOnlyList<(double Wall, double Cpu, double[] Cuts)>> DetectAsync(
        string detector,
        IEnumerable<string> paths,
        CancellationToken cancellationToken
    )
    {
        (int status, string output) = await RunAsync(["-c", Program, detector, .. paths], cancellationToken).ConfigureAwait(false);
        return status != 0
            ? throw new InvalidOperationException($"PySceneDetect ended with {status}.")
            : [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static (double Wall, double Cpu, double[] Cuts) Parse(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement root = json.RootElement;
        return (
            root.GetProperty("wall").GetDouble(),
            root.GetProperty("cpu").GetDouble(),
            [.. root.GetProperty("cuts").EnumerateArray().Select(c => c.GetDouble())]
        );
    }

    private async Task<(int Status, string Output)> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo info = new(_python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (_checkout is not null)
        {
            info.Environment["PYTHONPATH"] = _checkout;
        }

        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        string said = await errors.ConfigureAwait(false);
        if (process.ExitCode != 0 && said.Length > 0)
        {
            await Console
                .Error.WriteLineAsync(said[..Math.Min(400, said.Length)].ToString(CultureInfo.InvariantCulture))
                .ConfigureAwait(false);
        }

        return (process.ExitCode, output);
    }
}
