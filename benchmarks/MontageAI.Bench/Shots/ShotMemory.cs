using System.Diagnostics;
using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Shots;

/// <summary>
/// Peak memory of the program and of its FFmpeg children on 4K files of 2 minutes and of 2 hours, which are one stretch of 20 seconds over
/// and over (Linux only).
/// The long file (some GB) is deleted afterwards.
/// </summary>
internal sealed class ShotMemory(FFmpegTools tools, string media, string folder, TextWriter output)
{
    private const int PieceSeconds = 20;

    private readonly string _program = Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai");

    /// <summary>Measures and prints.</summary>
    /// <returns>Per length in seconds: MiB of the program and of its largest child, and wall seconds.</returns>
    public async Task<IReadOnlyList<(int Seconds, long OwnMiB, long ChildMiB, double Wall)>> MeasureAsync(
        CancellationToken cancellationToken
    )
    {
        List<(int, long, long, double)> rows = [];
        if (!OperatingSystem.IsLinux() || !File.Exists(_program))
        {
            output.WriteLine("Memory: measured on Linux with the program built only");
            return rows;
        }

        Directory.CreateDirectory(folder);
        string piece = Path.Combine(folder, "piece_4k.mp4");
        if (!File.Exists(piece))
        {
            await MakeAsync(
                    piece,
                    [
                        "-stream_loop",
                        "-1",
                        .. InputFile.Arguments(Path.Combine(media, "video", "drone_kohlipe1_hevc.mp4")),
                        "-t",
                        PieceSeconds.ToString(CultureInfo.InvariantCulture),
                        "-an",
                        "-vf",
                        "scale=3840:2160,format=yuv420p",
                        "-r",
                        "25",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "30",
                        "-g",
                        "50",
                    ],
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        foreach (int seconds in new[] { 120, 7200 })
        {
            string film = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"film_4k_{seconds}.mp4"));
            await MakeAsync(
                    film,
                    ["-stream_loop", ((seconds / PieceSeconds) - 1).ToString(CultureInfo.InvariantCulture), "-i", piece, "-c", "copy"],
                    cancellationToken
                )
                .ConfigureAwait(false);
            (long own, long child, double wall) = await RunAsync(film, cancellationToken).ConfigureAwait(false);
            rows.Add((seconds, own, child, wall));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Memory, key frames of {seconds} s of 4K ({new FileInfo(film).Length >> 20} MiB): own peak {own} MiB, largest child "
                        + $"{child} MiB, {wall:0.0} s"
                )
            );
            File.Delete(film);
        }

        return rows;
    }

    private async Task MakeAsync(string target, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string partial = Path.Combine(Path.GetDirectoryName(target)!, "part-" + Path.GetFileName(target));
        await ToolProcess
            .RunAsync($"Making '{target}'", tools.Command(["-y", .. arguments, partial]), cancellationToken)
            .ConfigureAwait(false);
        File.Move(partial, target, overwrite: true);
    }

    private async Task<(long OwnMiB, long ChildMiB, double Wall)> RunAsync(string film, CancellationToken cancellationToken)
    {
        string store = Directory.CreateTempSubdirectory("montage-bench-").FullName;
        try
        {
            ProcessStartInfo info = new(_program, ["shots", film, "--mode", "keyframe", "--cache-dir", store])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            Stopwatch watch = Stopwatch.StartNew();
            using Process process = Process.Start(info)!;
            Task<string> text = process.StandardOutput.ReadToEndAsync(cancellationToken),
                errors = process.StandardError.ReadToEndAsync(cancellationToken);
            Task end = process.WaitForExitAsync(cancellationToken);
            long own = 0,
                child = 0;
            while (!end.IsCompleted)
            {
                own = Math.Max(own, PeakKiB(process.Id));
                child = Math.Max(child, Children(process.Id).Select(PeakKiB).DefaultIfEmpty(0).Max());
                await Task.WhenAny(end, Task.Delay(20, cancellationToken)).ConfigureAwait(false);
            }

            await Task.WhenAll(text, errors).ConfigureAwait(false);
            return process.ExitCode == 0
                ? (own >> 10, child >> 10, watch.Elapsed.TotalSeconds)
                : throw new InvalidOperationException(
                    $"montage-ai shots ended with {process.ExitCode}: {await errors.ConfigureAwait(false)}"
                );
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }

    // The most that a process ever had in memory; 0 once it has ended.
    private static long PeakKiB(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> Children(int process)
    {
        try
        {
            return
            [
                .. Directory
                    .GetDirectories($"/proc/{process}/task")
                    .SelectMany(t => File.ReadAllText(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(c => int.Parse(c, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
