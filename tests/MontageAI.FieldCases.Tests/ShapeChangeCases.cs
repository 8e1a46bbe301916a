using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Recordings whose picture changes its size in mid-stream: each part is shown in its own shape.</summary>
public sealed class ShapeChangeCases
{
    [Theory]
    [InlineData("webm", 320, 180, 180, 320)]
    [InlineData("ts", 320, 180, 180, 320)]
    [InlineData("ts", 180, 320, 320, 180)]
    [InlineData("ts", 320, 180, 640, 360)]
    public void Size_ChangingInMidStream_StretchesNothing(string container, int width, int height, int laterWidth, int laterHeight)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        string clip = Path.Combine(folder.Clips, "turned." + container);
        Directory.CreateDirectory(folder.Clips);
        Make(folder, clip, container, (width, height), (laterWidth, laterHeight));

        folder.Preview("--duration", "6", "--aspect", "16:9");

        FilmMeter film = new(folder.File("film.mp4"));
        double[] shapes = film.Shapes();
        Assert.True(shapes.Length > film.Frames / 2, $"{shapes.Length} of {film.Frames} frames show the square");
        double[] wrong = [.. shapes.Where(s => s is < 0.85 or > 1.18)];
        Assert.True(wrong.Length <= shapes.Length / 50, $"a square is {string.Join(' ', wrong.Take(8))} wide ({wrong.Length} frames)");
    }

    private static void Make(FieldFolder folder, string clip, string container, (int W, int H) first, (int W, int H) second)
    {
        string[] parts = [Part("1", first), Part("2", second)];
        if (container != "webm")
        {
            FieldClips.Join(clip, parts);
            return;
        }

        string list = folder.File("list.txt");
        File.WriteAllText(list, string.Concat(parts.Select(p => $"file '{p}'\n")));
        TestTools.FFmpeg(["-f", "concat", "-safe", "0", "-i", list, "-c", "copy", clip]);

        string Part(string name, (int W, int H) size)
        {
            string path = folder.File(name + "." + container);
            string[] coding =
                container == "webm"
                    ? ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M"]
                    : ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "30"];
            string offset = name == "2" && container == "ts" ? "4" : "0";
            // A white square on dark, moving footage.
            TestTools.FFmpeg([
                "-f",
                "lavfi",
                "-i",
                $"testsrc2=s={size.W}x{size.H}:r=30:d=4,lutyuv=y=16+val/3:u=128:v=128,"
                    + "drawbox=x=(iw-60)/2:y=(ih-60)/2:w=60:h=60:t=fill:color=white",
                .. coding,
                "-pix_fmt",
                "yuv420p",
                "-output_ts_offset",
                offset,
                path,
            ]);
            return path;
        }
    }
}
