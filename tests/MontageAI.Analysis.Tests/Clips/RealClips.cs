using System.Globalization;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Clips;

/// <summary>Clips of the test media with their annotated cuts, and clips made by FFmpeg.</summary>
internal static class RealClips
{
    /// <summary>Clips with annotated hard cuts.</summary>
    public static readonly string[] Annotated =
    [
        "bbb_opening_0_30.webm",
        "chaplin_bw.mp4",
        "city_bikes.mp4",
        "documentary_704x576.mp4",
        "goldeneye_rotate90.mp4",
        "goldeneye_vfr_drop3.mp4",
        "nasa_two_streams.mp4",
        "pyscenedetect_testvideo.mp4",
        "sintel_cliff.mp4",
        "tears_of_steel_battle.webm",
    ];

    /// <summary>
    /// Clips of one take. bbb_square_vp9.webm is left out, since it does have a cut (at 0.2 s), and so is the stretch of decoder
    /// garbage in arm_wrestling_28fps.mp4, whose picture really jumps.
    /// </summary>
    public static readonly string[] SingleTakes =
    [
        "changi_4k_portrait_hevc.mp4",
        "palawan_1080p_hevc.mp4",
        "lofoten_mountain.mp4",
        "drone_kohlipe1_hevc.mp4",
        "gopro_karma_drone_480p.mp4",
        "sam2_01_dog.mp4",
        "basketball_gym.mp4",
        "people_1080p_fixed.mp4",
        "cat_phone_vfr.mp4",
        "aquarium_dark.mp4",
        "blackswan_davis.mp4",
        "chaplin_bw.mp4",
        "flower_timelapse.mp4",
        "flower_timelapse_vp8.webm",
        "dog_bed_720p_rot90.mp4",
        "rooftop_av1_hdr10_portrait.mp4",
        "portrait_4k60_rot90.mp4",
        "gopher_slowmo_120fps.mp4",
        "lamp_hevc_rot90.mov",
        "earth_dark.mov",
        "yard_mono.mkv",
        "test_makeup_mpeg4.avi",
        "bbb_60fps_vp9_51.webm",
    ];

    public static FFmpegTools Tools { get; } = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    public static Task<FFmpegClipFrames> OpenAsync(string name) => OpenFileAsync(TestMedia.File("video/" + name));

    public static async Task<FFmpegClipFrames> OpenFileAsync(string path)
    {
        MediaInfo info = await new MediaProbe(Tools).ProbeAsync(path, TestContext.Current.CancellationToken);
        // The cuts of this one are annotated in its first stream.
        return new FFmpegClipFrames(Tools, info, path.EndsWith("nasa_two_streams.mp4", StringComparison.Ordinal) ? info.Video[0] : null);
    }

    /// <summary>Annotated hard cuts in seconds.</summary>
    public static double[] Cuts(string name) =>
        [
            .. File.ReadAllLines(TestMedia.File($"shots/{name}.cuts"))
                .Where(l => l.Length > 0)
                .Select(l => double.Parse(l, CultureInfo.InvariantCulture)),
        ];

    /// <summary>Makes a clip in a new temporary folder.</summary>
    public static async Task<string> MakeAsync(string fileName, params string[] arguments)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("clips").FullName, fileName);
        await ToolProcess.RunAsync("Making a test clip", Tools.Command([.. arguments, path]), TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Deletes what <see cref="MakeAsync"/> made.</summary>
    public static void Delete(string path) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
}
