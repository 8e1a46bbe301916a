using System.Diagnostics;
using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Bench.Preview;

/// <summary>
/// The same preview as a script would make it: every clip decoded in full to find its shots, the song's spectrum, one process for every
/// shot into a file of its own with x264's usual settings, the files joined by encoding all of it once more, one process after the other,
/// each with all cores. Nothing can be seen before the end.
/// </summary>
internal static class PlainWay
{
    /// <summary>Makes it.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="sets">Clips and song.</param>
    /// <param name="timeline">The shots to cut out.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Seconds.</returns>
    public static async Task<double> RunAsync(
        FFmpegTools tools,
        InputSets sets,
        Timeline timeline,
        string folder,
        CancellationToken cancellationToken
    )
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(folder);
        Stopwatch watch = Stopwatch.StartNew();
        foreach (string clip in Directory.GetFiles(clips, "*.mp4").Order(StringComparer.Ordinal))
        {
            await RunAsync(
                    tools,
                    [.. InputFile.Arguments(clip), "-map", "0:v:0", "-vf", "select='gt(scene,0.3)'", "-f", "null", "-"],
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        await RunAsync(
                tools,
                [.. InputFile.Arguments(sets.Song), "-map", "0:a:0", "-af", "aspectralstats", "-f", "null", "-"],
                cancellationToken
            )
            .ConfigureAwait(false);
        Dictionary<string, string> paths = timeline.Sources.ToDictionary(s => s.Id, s => s.Path);
        List<string> list = ["ffconcat version 1.0"];
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            TimelineShot shot = timeline.Shots[i];
            string part = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:000}.mp4"));
            await RunAsync(
                    tools,
                    Cutting(paths[shot.Source], shot.In.Seconds, timeline.Rate.SecondsAt(shot.Record.Length), $"{timeline.Rate}", part),
                    cancellationToken
                )
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
                    .. InputFile.Arguments(sets.Song),
                    "-map",
                    "0:v",
                    "-map",
                    "1:a:0",
                    "-shortest",
                    "-c:v",
                    "libx264",
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

    /// <summary>What cuts one shot out of a clip into a file of 640 x 360.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="start">Its second where the shot begins.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="output">The file.</param>
    internal static string[] Cutting(string clip, double start, double seconds, string rate, string output) =>
        [
            "-ss",
            Text(Math.Max(0, start)),
            .. InputFile.Arguments(clip),
            "-map",
            "0:v:0",
            "-t",
            Text(seconds),
            "-vf",
            $"fps={rate},scale=640:360:force_original_aspect_ratio=decrease,pad=640:360:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p",
            "-c:v",
            "libx264",
            "-y",
            output,
        ];

    private static Task RunAsync(FFmpegTools tools, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ToolProcess.RunAsync("The plain way", tools.Command(arguments), cancellationToken);

    private static string Text(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);
}
