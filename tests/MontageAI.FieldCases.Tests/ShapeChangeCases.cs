using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Recordings whose picture changes its size in mid-stream: each part is shown in its own shape.</summary>
public sealed class ShapeChangeCases
{
    private const double PartSeconds = 4;

    // What a stream has in common says nothing of its shape: every one of these is shown with both parts.
    [TableTheory]
    [InlineData("turned.webm", 320, 180, 180, 320)]
    [InlineData("turned.ts", 320, 180, 180, 320)]
    [InlineData("turned.ts", 180, 320, 320, 180)]
    [InlineData("larger.ts", 320, 180, 640, 360)]
    [InlineData("raw.h264", 320, 240, 320, 180)]
    [InlineData("raw.h264", 320, 180, 180, 320)]
    [InlineData("raw.264", 240, 240, 320, 180)]
    [InlineData("raw.hevc", 320, 240, 320, 180)]
    [InlineData("raw.265", 320, 180, 180, 320)]
    [InlineData("hevc.ts", 320, 180, 240, 240)]
    [InlineData("raw.m2v", 320, 240, 320, 176)]
    public void Size_ChangingInMidStream_StretchesNothing(string name, int width, int height, int laterWidth, int laterHeight)
    {
        using FieldFolder folder = new FieldFolder().WithSong(10);
        Make(folder, name, (width, height), (laterWidth, laterHeight));

        folder.Preview("--duration", "7", "--aspect", "16:9");

        AssertSquare(folder);
    }

    private static void AssertSquare(FieldFolder folder)
    {
        FilmMeter film = new(folder.File("film.mp4"));
        double[] shapes = film.Shapes();
        Assert.True(shapes.Length > film.Frames / 3, $"{shapes.Length} of {film.Frames} frames show the square");
        double[] wrong = [.. shapes.Where(s => s is < 0.85 or > 1.18)];
        Assert.True(wrong.Length <= shapes.Length / 50, $"a square is {string.Join(' ', wrong.Take(8))} wide ({wrong.Length} frames)");
        JsonElement plan = folder.Document("montage.json");
        double first = Seconds(plan.GetProperty("sources")[0].GetProperty("availableStart"));
        bool[] later =
        [
            .. plan.GetProperty("shots").EnumerateArray().Select(s => Seconds(s.GetProperty("in")) - first >= PartSeconds - 0.1).Distinct(),
        ];
        Assert.Equal(2, later.Length);
    }

    private static double Seconds(JsonElement time)
    {
        string[] tick = time.GetProperty("timeBase").GetString()!.Split('/');
        return time.GetProperty("ticks").GetDouble() * Number(tick[0]) / Number(tick[1]);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static void Make(FieldFolder folder, string name, (int W, int H) first, (int W, int H) second)
    {
        string clip = Path.Combine(folder.Clips, name),
            ending = Path.GetExtension(name);
        Directory.CreateDirectory(folder.Clips);
        string[] parts = [Part("1", first), Part("2", second)];
        if (ending != ".webm")
        {
            FieldClips.Join(clip, parts);
            return;
        }

        string list = folder.File("list.txt");
        File.WriteAllText(list, string.Concat(parts.Select(p => $"file '{p}'\n")));
        TestTools.FFmpeg(["-f", "concat", "-safe", "0", "-i", list, "-c", "copy", clip]);

        string Part(string number, (int W, int H) size)
        {
            string path = folder.File(number + ending);
            string[] coding = (name, ending) switch
            {
                (_, ".webm") => ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M"],
                ("hevc.ts", _) or (_, ".hevc" or ".265") =>
                [
                    "-c:v",
                    "libx265",
                    "-preset",
                    "ultrafast",
                    "-x265-params",
                    "log-level=none:bframes=0:keyint=30",
                ],
                (_, ".m2v") => ["-c:v", "mpeg2video", "-q:v", "3", "-bf", "0", "-g", "15"],
                _ => ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "30"],
            };
            string[] kind =
                ending is ".265" ? ["-f", "hevc"]
                : ending is ".264" ? ["-f", "h264"]
                : [];
            // A white square on dark, moving footage.
            TestTools.FFmpeg([
                "-f",
                "lavfi",
                "-i",
                $"testsrc2=s={size.W}x{size.H}:r=30:d={PartSeconds},lutyuv=y=16+val/3:u=128:v=128,"
                    + "drawbox=x=(iw-60)/2:y=(ih-60)/2:w=60:h=60:t=fill:color=white",
                .. coding,
                "-pix_fmt",
                "yuv420p",
                "-output_ts_offset",
                number == "2" && ending == ".ts" ? $"{PartSeconds}" : "0",
                .. kind,
                path,
            ]);
            return path;
        }
    }
}
