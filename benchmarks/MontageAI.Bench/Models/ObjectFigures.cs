using MontageAI.Bench.Inputs;
using MontageAI.Editing.Materials;
using MontageAI.Engine;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Searching;
using MontageAI.Engine.Settings;

namespace MontageAI.Bench.Models;

/// <summary>
/// How many clips that show people a search for "person" by NanoDet finds, and how many others it takes for such. Labelled by eye on
/// contact sheets; clips whose people are tiny, drawn or lie on their sides are left out. Every second clip chooses the threshold.
/// </summary>
internal static class ObjectFigures
{
    private static readonly double[] s_thresholds = [0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60];

    private static readonly string[] s_people =
    [
        "arm_wrestling_28fps.mp4",
        "basketball_gym.mp4",
        "chaplin_bw.mp4",
        "city_bikes.mp4",
        "documentary_704x576.mp4",
        "goldeneye_vfr_drop3.mp4",
        "people_1080p_fixed.mp4",
        "sam2_01_dog.mp4",
        "tears_of_steel_battle.webm",
        "test_makeup_mpeg4.avi",
    ];

    private static readonly string[] s_others =
    [
        "bbb_60fps_vp9_51.webm",
        "bbb_opening_0_30.webm",
        "bbb_square_vp9.webm",
        "blackswan_davis.mp4",
        "cat_phone_vfr.mp4",
        "drone_kohlipe1_hevc.mp4",
        "earth_dark.mov",
        "flower_timelapse.mp4",
        "flower_timelapse_vp8.webm",
        "gopher_slowmo_120fps.mp4",
        "gopro_karma_drone_480p.mp4",
        "lamp_hevc_rot90.mov",
        "palawan_1080p_hevc.mp4",
        "portrait_4k60_rot90.mp4",
        "pyscenedetect_testvideo.mp4",
        "rooftop_av1_hdr10_portrait.mp4",
        "yard_mono.mkv",
    ];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(ModelsBenchContext context)
    {
        using AddedModelFolder models = new AddedModelFolder().With("objects", "objects", "Apache-2.0", "nanodet_m.onnx");
        string folder = Directory.CreateTempSubdirectory("objects-").FullName;
        try
        {
            Dictionary<string, double> surest = await SurestAsync(folder, models.Path).ConfigureAwait(false);
            foreach ((string file, double score) in surest.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                Console.WriteLine($"  {(s_people.Contains(file) ? "people" : "none"), -7} {score:0.00}  {file}");
            }

            foreach (double threshold in s_thresholds)
            {
                Console.WriteLine(
                    $"threshold {threshold:0.00}: chosen on {Share(surest, s_people, threshold, 0)} found, "
                        + $"{Share(surest, s_others, threshold, 0)} false; the other half "
                        + $"{Share(surest, s_people, threshold, 1)} found, {Share(surest, s_others, threshold, 1)} false"
                );
            }

            Console.WriteLine($"in use: {ObjectSight.LeastScore:0.00}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Shares(Dictionary<string, double> surest, double threshold, int half) =>
        $"{Share(surest, s_people, threshold, half)} found and {Share(surest, s_others, threshold, half)} false";

    private static string Share(Dictionary<string, double> surest, string[] files, double threshold, int half)
    {
        string[] own = [.. files.Where((_, i) => i % 2 == half)];
        return $"{own.Count(f => surest.GetValueOrDefault(f) >= threshold)} of {own.Length}";
    }

    // How sure the surest person of a clip's pictures is.
    private static async Task<Dictionary<string, double>> SurestAsync(string store, string models)
    {
        MontageEngine engine = new(
            new EngineSettings
            {
                CacheFolder = store,
                Version = "bench",
                ModelsFolder = models,
                SearchPath = Environment.GetEnvironmentVariable("PATH"),
            }
        );
        await using (engine.ConfigureAwait(false))
        {
            string[] paths = [.. s_people.Concat(s_others).Select(f => Path.Combine(BenchPaths.Media, "video", f))];
            return await engine
                .Start(
                    "objects",
                    async (context, ct) =>
                    {
                        IReadOnlyList<ClipMaterial> clips = await new ClipIntake(context)
                            .LookAsync(ClipFile.Name(paths), Urgency.Work, begin: false, ct)
                            .ConfigureAwait(false);
                        IReadOnlyList<SeenClip> seen = await new PictureStage(context, new Sights(context).Best()!)
                            .SeeAsync(clips, Urgency.Work, ct)
                            .ConfigureAwait(false);
                        return clips
                            .Zip(seen)
                            .ToDictionary(
                                p => Path.GetFileName(p.First.File.Path),
                                p => p.Second.Pictures.Max(picture => picture.Kept[0] / 250.0)
                            );
                    }
                )
                .Completion.ConfigureAwait(false);
        }
    }
}
