using System.Globalization;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Inputs;

/// <summary>
/// The benchmark's footage, made once from the real test media and kept outside the tree: S (3 clips), M (24 mixed 1080p clips of
/// 10-60 s), L (200 clips cut from M by stream copy), and a full song.
/// </summary>
internal sealed class InputSets(FFmpegTools tools, string mediaFolder, string cacheFolder)
{
    // Raise it when recipes change, so that old files are not taken for new ones.
    private const string Version = "v1";

    private static readonly ClipRecipe[] s_mixed =
    [
        new("video/tears_of_steel_battle.webm", 60, CameraKind.Edited),
        new("video/sintel_cliff.mp4", 26, CameraKind.Edited),
        new("video/bbb_opening_0_30.webm", 30, CameraKind.Edited),
        new("video/documentary_704x576.mp4", 25, CameraKind.Mirrorless),
        new("video/city_bikes.mp4", 20, CameraKind.Phone),
        new("video/chaplin_bw.mp4", 15, CameraKind.Edited),
        new("video/drone_kohlipe1_hevc.mp4", 60, CameraKind.Mirrorless),
        new("video/gopro_karma_drone_480p.mp4", 12, CameraKind.Phone),
        new("video/sam2_01_dog.mp4", 15, CameraKind.Phone),
        new("video/basketball_gym.mp4", 20, CameraKind.Mirrorless),
        new("video/earth_dark.mov", 30, CameraKind.Edited),
        new("video/changi_4k_portrait_hevc.mp4", 12, CameraKind.PhoneHevc, Portrait: true),
        new("video/goldeneye_rotate90.mp4", 10, CameraKind.Edited),
        new("video/lofoten_mountain.mp4", 12, CameraKind.Mirrorless),
        new("video/palawan_1080p_hevc.mp4", 15, CameraKind.PhoneHevc),
        new("video/flower_timelapse.mp4", 18, CameraKind.Edited),
        new("video/cat_phone_vfr.mp4", 14, CameraKind.Phone),
        new("video/aquarium_dark.mp4", 15, CameraKind.Mirrorless),
        new("video/arm_wrestling_28fps.mp4", 10, CameraKind.Phone),
        new("video/yard_mono.mkv", 16, CameraKind.Phone),
        new("video/dog_bed_720p_rot90.mp4", 15, CameraKind.Phone, Portrait: true),
        new("faces/liveportrait_s32.mp4", 12, CameraKind.Phone),
        new("video/nasa_two_streams.mp4", 16, CameraKind.Edited),
        new("video/test_makeup_mpeg4.avi", 13, CameraKind.Mirrorless),
    ];

    /// <summary>Name of the set of a few clips of 3840x2160 in HEVC.</summary>
    public const string Large = "4K";

    /// <summary>The song of every set: 3 minutes of electro-pop with drops.</summary>
    public string Song => Path.Combine(mediaFolder, "music/electropop_fairy_bot.ogg");

    /// <summary>Folder of a set; makes what is missing.</summary>
    /// <param name="name">S, M, L or 4K.</param>
    /// <param name="cancellationToken">Stops making.</param>
    public async Task<string> GetAsync(string name, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(cacheFolder, Version, name);
        Directory.CreateDirectory(folder);
        switch (name)
        {
            case "S":
                await MakeAsync(folder, s_mixed.Take(3).Select(r => r with { Seconds = Math.Min(r.Seconds, 30) }), cancellationToken)
                    .ConfigureAwait(false);
                break;
            case "M":
                await MakeAsync(folder, s_mixed, cancellationToken).ConfigureAwait(false);
                break;
            case "L":
                string mixed = await GetAsync("M", cancellationToken).ConfigureAwait(false);
                await CutAsync(mixed, folder, 200, cancellationToken).ConfigureAwait(false);
                break;
            case Large:
                string small = await GetAsync("S", cancellationToken).ConfigureAwait(false);
                await EnlargeAsync(small, folder, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ArgumentException($"There is no set '{name}'; the sets are S, M, L and 4K.", nameof(name));
        }

        return folder;
    }

    private async Task MakeAsync(string folder, IEnumerable<ClipRecipe> recipes, CancellationToken cancellationToken)
    {
        int number = 0;
        foreach (ClipRecipe recipe in recipes)
        {
            number++;
            string stem = Path.GetFileNameWithoutExtension(recipe.Source);
            string target = Path.Combine(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"{number:00}_{stem}_{recipe.Camera.ToString().ToLowerInvariant()}.mp4")
            );
            string size = recipe.Portrait ? "1080:1920" : "1920:1080";
            string[] arguments =
            [
                "-stream_loop",
                "-1",
                .. InputFile.Arguments(Path.Combine(mediaFolder, recipe.Source)),
                "-t",
                recipe.Seconds.ToString(CultureInfo.InvariantCulture),
                "-map",
                "0:v:0",
                "-map",
                "0:a:0?",
                "-vf",
                $"scale={size}:force_original_aspect_ratio=increase:flags=bicubic,crop={size},setsar=1,format=yuv420p",
                .. Codec(recipe.Camera),
                "-c:a",
                "aac",
                "-b:a",
                "128k",
                "-ac",
                "2",
                "-movflags",
                "+faststart",
            ];
            await EncodeAsync(target, arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    // Once: what is there was made whole.
    private async Task EncodeAsync(string target, string[] arguments, CancellationToken cancellationToken)
    {
        if (File.Exists(target))
        {
            return;
        }

        await Console.Error.WriteLineAsync($"making {Path.GetFileName(target)} ...").ConfigureAwait(false);
        string partial = target + ".part";
        ToolCommand command = tools.Command(["-y", .. arguments, "-f", "mp4", partial]);
        await ToolProcess.RunAsync($"Making '{target}'", command, cancellationToken).ConfigureAwait(false);
        File.Move(partial, target, overwrite: true);
    }

    private async Task EnlargeAsync(string from, string folder, CancellationToken cancellationToken)
    {
        foreach (string clip in Directory.GetFiles(from, "*.mp4").Order(StringComparer.Ordinal))
        {
            string target = Path.Combine(folder, Path.GetFileName(clip));
            string[] arguments =
            [
                "-i",
                clip,
                "-t",
                "12",
                "-vf",
                "scale=3840:2160:flags=fast_bilinear",
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-x265-params",
                "log-level=error:keyint=60",
                "-tag:v",
                "hvc1",
                "-an",
            ];
            await EncodeAsync(target, arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CutAsync(string from, string folder, int count, CancellationToken cancellationToken)
    {
        string[] clips = [.. Directory.GetFiles(from, "*.mp4").Order(StringComparer.Ordinal)];
        for (int i = 0; i < count; i++)
        {
            string source = clips[i % clips.Length];
            string target = Path.Combine(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"{i + 1:000}_{Path.GetFileName(source)[3..]}")
            );
            int start = i / clips.Length % 8;
            string[] arguments =
            [
                "-ss",
                start.ToString(CultureInfo.InvariantCulture),
                .. InputFile.Arguments(source),
                "-t",
                (10 + (i % 5)).ToString(CultureInfo.InvariantCulture),
                "-map",
                "0:v:0",
                "-map",
                "0:a:0?",
                "-c",
                "copy",
            ];
            await EncodeAsync(target, arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string[] Codec(CameraKind camera) =>
        camera switch
        {
            CameraKind.Edited => ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20"],
            CameraKind.Phone => ["-c:v", "libx264", "-preset", "superfast", "-crf", "20", "-g", "30", "-sc_threshold", "0", "-bf", "0"],
            CameraKind.Mirrorless =>
            [
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "20",
                "-g",
                "60",
                "-keyint_min",
                "60",
                "-sc_threshold",
                "0",
            ],
            CameraKind.PhoneHevc =>
            [
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-crf",
                "24",
                "-x265-params",
                "keyint=30:min-keyint=30:scenecut=0:log-level=error",
                "-tag:v",
                "hvc1",
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(camera)),
        };
}
