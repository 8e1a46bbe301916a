using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Bad clips planted among good real ones stay out of the montage. (Shaken ones are found only where motion was measured; ./bench
/// edit faults counts them.)</summary>
public sealed class PlantedFaultTests
{
    private static readonly (string File, double At)[] s_good =
    [
        ("video/sam2_01_dog.mp4", 1),
        ("video/lofoten_mountain.mp4", 0.5),
        ("video/sintel_cliff.mp4", 10.2),
        ("video/basketball_gym.mp4", 1),
        ("faces/liveportrait_s32.mp4", 1),
        ("video/chaplin_bw.mp4", 1),
        ("video/drone_kohlipe1_hevc.mp4", 20),
        ("video/cat_phone_vfr.mp4", 1),
    ];

    private static readonly (string Name, string File, double At, string Filter)[] s_planted =
    [
        ("blurred", "video/sam2_01_dog.mp4", 5, "gblur=sigma=6.4"),
        ("black", "video/city_bikes.mp4", 3.1, "lutyuv=y='16+(val-16)*0.03'"),
        ("frozen", "video/basketball_gym.mp4", 6, "loop=-1:1:0,trim=end_frame=75,setpts=N/25/TB"),
        ("burnt", "video/bbb_opening_0_30.webm", 24, "lutyuv=y='clip(val*3+60,16,235)':u='128+(val-128)*0.5':v='128+(val-128)*0.5'"),
        ("copy", "video/lofoten_mountain.mp4", 0.5, "scale=480:270"),
    ];

    [MediaFact]
    public void Plan_FaultyClipsAmongGoodOnes_ShowsNoneAndKeepsAllGoodOnes()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        for (int i = 0; i < s_good.Length; i++)
        {
            Piece($"good{i}", s_good[i].File, s_good[i].At, "null");
        }

        foreach ((string name, string file, double at, string filter) in s_planted)
        {
            Piece(name, file, at, filter);
        }

        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            TestMedia.File("music/electropop_fairy_bot.ogg"),
            "--output",
            folder.File("plan.json"),
            "--duration",
            "12",
            "--cache-dir",
            folder.File("store")
        );

        using JsonDocument plan = JsonDocument.Parse(File.ReadAllText(folder.File("plan.json")));
        Dictionary<string, string> names = plan
            .RootElement.GetProperty("sources")
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("id").GetString()!, s => Path.GetFileNameWithoutExtension(s.GetProperty("path").GetString()!));
        HashSet<string> shown =
        [
            .. plan.RootElement.GetProperty("shots").EnumerateArray().Select(s => names[s.GetProperty("source").GetString()!]),
        ];
        Assert.DoesNotContain(shown, n => n is "blurred" or "black" or "frozen" or "burnt");
        Assert.False(shown.Contains("copy") && shown.Contains("good1"), "the same recording is shown under two names");
        Assert.DoesNotContain(
            plan.RootElement.GetProperty("notes").EnumerateArray(),
            n => n.GetString()!.Contains("Nothing of 'good", StringComparison.Ordinal)
        );

        void Piece(string name, string file, double at, string filter) =>
            TestTools.FFmpeg(
                "-ss",
                at.ToString(CultureInfo.InvariantCulture),
                "-t",
                "3.2",
                "-i",
                TestMedia.File(file),
                "-map",
                "0:v:0",
                "-vf",
                $"fps=25,scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1,format=yuv420p,"
                    + $"tpad=stop=-1:stop_mode=clone,{filter},setsar=1",
                "-t",
                "3",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-crf",
                name == "copy" ? "30" : "20",
                "-g",
                name == "copy" ? "25" : "50",
                folder.File($"clips/{name}.mp4")
            );
    }
}
