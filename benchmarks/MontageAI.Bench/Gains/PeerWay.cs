using System.Diagnostics;
using System.Globalization;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Preview;
using MontageAI.Bench.Shots;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Gains;

/// <summary>
/// The same film by a script of what anybody can install: PySceneDetect finds the scenes of every clip, aubio the beats of the song, FFmpeg
/// cuts one scene out for every second beat and joins the pieces by copying. Nothing is chosen: scenes are taken in turn.
/// </summary>
internal static class PeerWay
{
    /// <summary>Makes it.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="sets">Clips and song.</param>
    /// <param name="seconds">Length of the film.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Seconds; null where PySceneDetect or aubio are not there.</returns>
    public static async Task<double?> RunAsync(
        FFmpegTools tools,
        InputSets sets,
        double seconds,
        string folder,
        CancellationToken cancellationToken
    )
    {
        PySceneDetect detector = new();
        if (await detector.VersionAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        string[] clips =
        [
            .. Directory.GetFiles(await sets.GetAsync("M", cancellationToken).ConfigureAwait(false), "*.mp4").Order(StringComparer.Ordinal),
        ];
        Directory.CreateDirectory(folder);
        Stopwatch watch = Stopwatch.StartNew();
        if (await Aubio.BeatsAsync(sets.Song, cancellationToken).ConfigureAwait(false) is not { Length: > 2 } beats)
        {
            return null;
        }

        IReadOnlyList<(double Wall, double Cpu, double[] Cuts)> scenes = await detector
            .DetectAsync("content", clips, cancellationToken)
            .ConfigureAwait(false);
        (string Clip, double Start)[] starts = [.. clips.SelectMany((clip, i) => scenes[i].Cuts.Prepend(0).Select(start => (clip, start)))];
        double[] cuts = [.. beats.Where((_, i) => i % 2 == 0).TakeWhile(b => b < beats[0] + seconds)];
        List<string> list = ["ffconcat version 1.0"];
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            (string clip, double start) = starts[i % starts.Length];
            string part = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:000}.mp4"));
            await RunAsync(tools, PlainWay.Cutting(clip, start, cuts[i + 1] - cuts[i], "30", part), cancellationToken)
                .ConfigureAwait(false);
            list.Add($"file '{part}'");
        }

        string all = Path.Combine(folder, "all.ffconcat");
        await File.WriteAllLinesAsync(all, list, cancellationToken).ConfigureAwait(false);
        await RunAsync(
                tools,
                [
                    "-f",
                    "concat",
                    "-safe",
                    "0",
                    "-i",
                    all,
                    "-ss",
                    Text(beats[0]),
                    .. InputFile.Arguments(sets.Song),
                    "-map",
                    "0:v",
                    "-map",
                    "1:a:0",
                    "-shortest",
                    "-c:v",
                    "copy",
                    "-c:a",
                    "aac",
                    "-y",
                    Path.Combine(folder, "film.mp4"),
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        return watch.Elapsed.TotalSeconds;
    }

    private static Task RunAsync(FFmpegTools tools, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ToolProcess.RunAsync("The peers' way", tools.Command(arguments), cancellationToken);

    private static string Text(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);
}
