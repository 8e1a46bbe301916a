using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.Detection;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Bench.Models;

/// <summary>
/// What wishes for people change on a mixed set: plans of set M with and without a wish, and the share of their shots in which YuNet sees a
/// face at 640 pixels at one of three moments.
/// </summary>
internal static class PeopleFigures
{
    private static readonly string?[] s_wishes = ["mostly people", null, "portraits", "landscapes"];
    private static readonly double[] s_moments = [0.1, 0.5, 0.9];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(FFmpegTools tools, IFaceDetector truth)
    {
        InputSets sets = new(tools, BenchPaths.Media, BenchPaths.Data);
        string clips = await sets.GetAsync("M", CancellationToken.None).ConfigureAwait(false);
        string folder = Directory.CreateTempSubdirectory("people-").FullName;
        try
        {
            foreach (string? wish in s_wishes)
            {
                string plan = Path.Combine(folder, "plan.json");
                string[] arguments = ["plan", "--clips", clips, "--music", sets.Song, "--duration", "60", "--output", plan, "--overwrite"];
                await ProgramRun
                    .StartAsync(
                        Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai"),
                        [.. arguments, "--cache-dir", Path.Combine(folder, "store"), .. wish is null ? (string[])[] : ["--prompt", wish]],
                        CancellationToken.None
                    )
                    .ConfigureAwait(false);
                Timeline timeline = TimelineJson.Read(await File.ReadAllTextAsync(plan).ConfigureAwait(false), plan);
                (int some, int large, int several) = await CountAsync(tools, truth, timeline).ConfigureAwait(false);
                Console.WriteLine(
                    $"  {wish ?? "no wish", -16} {timeline.Shots.Count} shots: a face in {100.0 * some / timeline.Shots.Count:0} %, one on "
                        + $"5 % of the picture in {100.0 * large / timeline.Shots.Count:0} %, three faces in "
                        + $"{100.0 * several / timeline.Shots.Count:0} %"
                );
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Some, int Large, int Several)> CountAsync(FFmpegTools tools, IFaceDetector truth, Timeline timeline)
    {
        int some = 0,
            large = 0,
            several = 0;
        Dictionary<string, string> paths = timeline.Sources.ToDictionary(s => s.Id, s => s.Path);
        foreach (TimelineShot shot in timeline.Shots)
        {
            double[] seconds =
            [
                .. s_moments.Select(m => shot.In.Seconds + ShotClock.SourceSeconds(shot, timeline.Rate, m * shot.Record.Length)).Order(),
            ];
            List<SmallFrame> pictures = [];
            foreach (double second in seconds)
            {
                pictures.AddRange(
                    (
                        await LabelledFrames.PicturesAsync(tools, paths[shot.Source], [second], 640).ConfigureAwait(false)
                    ).OfType<SmallFrame>()
                );
            }

            int most = 0;
            float largest = 0;
            foreach (SmallFrame picture in pictures)
            {
                IReadOnlyList<Results.FaceBox> faces = truth.Find(picture);
                most = Math.Max(most, faces.Count);
                largest = faces.Select(f => f.Area).Append(largest).Max();
            }

            some += most > 0 ? 1 : 0;
            large += largest >= 0.05f ? 1 : 0;
            several += most >= 3 ? 1 : 0;
        }

        return (some, large, several);
    }
}
