using System.Globalization;
using System.Text.Json;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Editing;

/// <summary>
/// Good pieces of real clips, and beside them other pieces spoilt by FFmpeg (blurred, shaken, black, frozen, over-exposed) and copies of
/// good ones encoded anew: how much of what was
/// planted a montage shows, and how much of what is good it rejects.
/// </summary>
internal static class PlantedFaults
{
    private const string PieceSeconds = "3";

    // Those in even places stay good; those in odd places are spoilt, each in another way. Chosen for variety of content, none with a fault
    // of its own.
    private static readonly (string File, double At)[] s_pieces =
    [
        ("video/sam2_01_dog.mp4", 1),
        ("video/sam2_01_dog.mp4", 5),
        ("video/lofoten_mountain.mp4", 0.5),
        ("video/city_bikes.mp4", 3.1),
        ("video/gopro_karma_drone_480p.mp4", 2),
        ("video/gopro_karma_drone_480p.mp4", 7),
        ("video/sintel_cliff.mp4", 10.2),
        ("video/tears_of_steel_battle.webm", 17),
        ("video/basketball_gym.mp4", 1),
        ("video/basketball_gym.mp4", 6),
        ("video/aquarium_dark.mp4", 1),
        ("video/drone_kohlipe1_hevc.mp4", 40),
        ("video/flower_timelapse.mp4", 1),
        ("video/drone_kohlipe1_hevc.mp4", 70),
        ("faces/liveportrait_s32.mp4", 1),
        ("faces/liveportrait_s20.mp4", 5),
        ("video/chaplin_bw.mp4", 1),
        ("video/chaplin_bw.mp4", 5),
        ("video/drone_kohlipe1_hevc.mp4", 20),
        ("video/changi_4k_portrait_hevc.mp4", 2),
        ("video/bbb_opening_0_30.webm", 15),
        ("video/bbb_opening_0_30.webm", 24),
        ("video/cat_phone_vfr.mp4", 1),
        ("video/test_makeup_mpeg4.avi", 1),
        ("faces/talking_head_1.mp4", 1),
        ("faces/talking_head_1.mp4", 4.5),
        ("video/yard_mono.mkv", 1),
        ("video/documentary_704x576.mp4", 20),
        ("video/documentary_704x576.mp4", 8),
        ("video/sintel_cliff.mp4", 16),
    ];

    private static readonly (string Name, string Filter)[] s_faults =
    [
        ("blurred", "gblur=sigma=6.4"),
        ("shaken", "crop=iw*0.96:ih*0.96:'iw*0.02*(1+sin(n*1.5))':'ih*0.02*(1+cos(n*1.2))',scale=640:360"),
        ("black", "lutyuv=y='16+(val-16)*0.03'"),
        ("frozen", "loop=-1:1:0,trim=end_frame=75,setpts=N/25/TB"),
        ("over-exposed", "lutyuv=y='clip(val*3+60,16,235)':u='128+(val-128)*0.5':v='128+(val-128)*0.5'"),
    ];

    /// <summary>Prints the figures.</summary>
    public static async Task RunAsync(EditBenchContext context)
    {
        string media = BenchPaths.Media,
            folder = Directory.CreateTempSubdirectory("montage-faults-").FullName;
        try
        {
            Dictionary<string, string> kinds = await MakeAsync(context.Tools, media, Path.Combine(folder, "clips")).ConfigureAwait(false);
            Console.WriteLine(
                $"{kinds.Count(k => k.Value == "good")} good clips of {PieceSeconds} s beside {kinds.Count(k => k.Value != "good")} "
                    + $"planted ones; montages of 24 s, three seeds each"
            );
            Dictionary<string, HashSet<string>> shown = kinds.Values.Distinct().ToDictionary(k => k, _ => new HashSet<string>());
            HashSet<string> rejected = [];
            int plans = 0,
                twice = 0;
            string program = Path.Combine(BenchPaths.Root, "src/MontageAI.Cli/bin/Release/net10.0/montage-ai");
            foreach ((string profile, string[] extra) in ((string, string[])[])[("free", []), ("time", ["--order", "time"])])
            {
                for (int seed = 1; seed <= 3; seed++, plans++)
                {
                    string plan = Path.Combine(folder, $"{profile}-{seed}.json");
                    await ProgramRun
                        .StartAsync(
                            program,
                            [
                                "plan",
                                "--clips",
                                Path.Combine(folder, "clips"),
                                "--music",
                                Path.Combine(media, "music/electropop_fairy_bot.ogg"),
                                "--output",
                                plan,
                                "--duration",
                                "24",
                                "--seed",
                                seed.ToString(CultureInfo.InvariantCulture),
                                "--cache-dir",
                                Path.Combine(folder, "store"),
                                "--no-memory",
                                .. extra,
                            ],
                            default
                        )
                        .ConfigureAwait(false);
                    using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(plan).ConfigureAwait(false));
                    Dictionary<string, string> names = document
                        .RootElement.GetProperty("sources")
                        .EnumerateArray()
                        .ToDictionary(
                            s => s.GetProperty("id").GetString()!,
                            s => Path.GetFileNameWithoutExtension(s.GetProperty("path").GetString()!)
                        );
                    HashSet<string> used =
                    [
                        .. document
                            .RootElement.GetProperty("shots")
                            .EnumerateArray()
                            .Select(s => names[s.GetProperty("source").GetString()!]),
                    ];
                    foreach (string name in used.Where(n => kinds[n] is not ("good" or "duplicate")))
                    {
                        shown[kinds[name]].Add(name);
                    }

                    foreach (string copy in used.Where(n => kinds[n] == "duplicate" && used.Contains("good" + n["duplicate".Length..])))
                    {
                        shown["duplicate"].Add(copy);
                        twice++;
                    }

                    rejected.UnionWith(
                        document
                            .RootElement.GetProperty("notes")
                            .EnumerateArray()
                            .Select(n => n.GetString()!)
                            .Where(n => n.StartsWith("Nothing of", StringComparison.Ordinal))
                            .Select(n => Path.GetFileNameWithoutExtension(n.Split('\'')[1]))
                            .Where(n => kinds.TryGetValue(n, out string? kind) && kind == "good")
                    );
                }
            }

            int planted = kinds.Count(k => k.Value != "good"),
                leaked = shown.Where(s => s.Key != "good").Sum(s => s.Value.Count);
            foreach ((string kind, HashSet<string> names) in shown.Where(s => s.Key != "good").OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                Console.WriteLine(
                    $"  {kind, -13} {names.Count} of {kinds.Count(k => k.Value == kind)} "
                        + $"shown{(names.Count > 0 ? ": " + string.Join(", ", names.Order(StringComparer.Ordinal)) : "")}"
                );
            }

            Console.WriteLine(
                $"planted and in none of {plans} montages: {100.0 * (planted - leaked) / planted:0.0} % (target 95 %); good ones "
                    + $"rejected: {100.0 * rejected.Count / kinds.Count(k => k.Value == "good"):0.0} % (target below 5 "
                    + $"%){(rejected.Count > 0 ? ": " + string.Join(", ", rejected) : "")}; recordings shown under two names: {twice}"
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Names of the clips without their endings, and what each is.
    private static async Task<Dictionary<string, string>> MakeAsync(FFmpegTools tools, string media, string folder)
    {
        Directory.CreateDirectory(folder);
        Dictionary<string, string> kinds = [];
        for (int i = 0; i < s_pieces.Length; i++)
        {
            if (i % 2 == 0)
            {
                await PieceAsync(i, $"good-{i:00}", "good", "null", "20", "50").ConfigureAwait(false);
                if (i % 6 == 0)
                {
                    await PieceAsync(i, $"duplicate-{i:00}", "duplicate", "scale=480:270", "30", "25").ConfigureAwait(false);
                }
            }
            else
            {
                (string name, string filter) = s_faults[i / 2 % s_faults.Length];
                await PieceAsync(i, $"{name}-{i:00}", name, filter, "20", "50").ConfigureAwait(false);
            }
        }

        return kinds;

        async Task PieceAsync(int piece, string name, string kind, string filter, string quality, string distance)
        {
            (string file, double at) = s_pieces[piece];
            await ToolProcess
                .RunAsync(
                    "Cutting a piece",
                    tools.Command([
                        "-y",
                        "-ss",
                        at.ToString(CultureInfo.InvariantCulture),
                        "-t",
                        "3.2",
                        "-i",
                        Path.Combine(media, file),
                        "-map",
                        "0:v:0",
                        "-vf",
                        $"fps=25,scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1,format=yuv420p,"
                            + $"tpad=stop=-1:stop_mode=clone,{filter},setsar=1",
                        "-t",
                        PieceSeconds,
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        quality,
                        "-g",
                        distance,
                        Path.Combine(folder, name + ".mp4"),
                    ]),
                    default
                )
                .ConfigureAwait(false);
            kinds[name] = kind;
        }
    }
}
