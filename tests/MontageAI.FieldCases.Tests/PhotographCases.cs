using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What is a photograph and what a film, whatever a container makes of it.</summary>
public sealed class PhotographCases
{
    private const string Lime = "drawbox=x=iw/4:y=ih/4:w=iw/2:h=ih/2:color=lime:t=fill";

    [Theory]
    [InlineData("photograph.avif", "640x360", "-c:v", "libaom-av1", "-cpu-used", "8", "-still-picture", "1")]
    [InlineData("photograph.jpg", "12000x9000")]
    [InlineData("photograph.mp4", "640x360", "-c:v", "libx264", "-pix_fmt", "yuv420p")]
    [InlineData("photograph.mkv", "640x360", "-c:v", "libx264", "-pix_fmt", "yuv420p")]
    [InlineData("photograph.jxl", "640x360", "-c:v", "libjxl")]
    [InlineData("photograph.gif", "640x360")]
    public void OnePicture_IsShownAsAPhotograph(string name, string size, params string[] codec)
    {
        Assert.SkipUnless(
            codec.Length < 2 || TestTools.Run("ffmpeg", "-hide_banner", "-encoders").Contains(codec[1], StringComparison.Ordinal),
            "no such encoder"
        );
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=640x360:d=1",
            "-vf",
            $"{Lime},scale={size.Replace('x', ':')}",
            "-frames:v",
            "1",
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview();

        ShownPictures shown = new(folder.File("film.mp4"), 32, 18);
        (double red, double green, double blue) = shown.Mean(shown.Count / 2, 0.4, 0.4, 0.2);
        Assert.True(green > 150 && red < 90 && blue < 90, $"{red:0} {green:0} {blue:0}");
        Assert.Contains("\"still\": true", File.ReadAllText(folder.File("film.montage.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PXL_20240501.MP.jpg", "Google's motion photo", "GCamera:MotionPhoto='1'")]
    [InlineData("MVIMG_20180501.jpg", "Google's older one", "GCamera:MicroVideo='1'")]
    [InlineData("20240501_120000.jpg", "Samsung's", "MotionPhoto_Data")]
    public void PictureWithAFilmBehindIt_IsShownAsAPhotograph(string name, string kind, string mark)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        string photograph = Path.Combine(folder.Clips, name),
            film = FieldClips.Make(folder.File("film of it.mp4"), 1, "30");
        Directory.CreateDirectory(folder.Clips);
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=800x450:d=1", "-vf", Lime, "-frames:v", "1", photograph);
        byte[] still = File.ReadAllBytes(photograph),
            xmp = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.ASCII.GetBytes($"<x:xmpmeta>{mark}</x:xmpmeta>")];
        byte[] behind = mark.StartsWith("Motion", StringComparison.Ordinal) ? [.. "MotionPhoto_Data"u8] : [];
        File.WriteAllBytes(
            photograph,
            [.. still[..2], 0xFF, 0xE1, 0, (byte)(xmp.Length + 2), .. xmp, .. still[2..], .. behind, .. File.ReadAllBytes(film)]
        );

        folder.Preview();

        ShownPictures shown = new(folder.File("film.mp4"), 32, 18);
        (double red, double green, double blue) = shown.Mean(shown.Count / 2, 0.4, 0.4, 0.2);
        Assert.True(green > 150 && red < 90 && blue < 90, $"{kind}: {red:0} {green:0} {blue:0}");
    }

    [Theory]
    [InlineData("live.mkv", "matroska")]
    [InlineData("live.avi", "avi")]
    [InlineData("live.mjpeg", "mjpeg")]
    [InlineData("live.mpjpeg", "mpjpeg")]
    public void LiveMotionJpeg_IsAFilm(string name, string format)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        string[] live = format == "matroska" ? ["-live", "1"] : [];
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=5",
            "-c:v",
            "mjpeg",
            "-q:v",
            "3",
            .. live,
            "-f",
            format,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview();

        Assert.DoesNotContain("\"still\": true", File.ReadAllText(folder.File("film.montage.json")), StringComparison.Ordinal);
        Assert.True(folder.Document("montage.json").GetProperty("shots").GetArrayLength() > 0);
    }

    [Theory]
    [InlineData("moving.webp", "9.0")]
    [InlineData("telephone.heic", "7.0")]
    [InlineData("telephone.HEIC", "7.0")]
    public void PictureThatNoFFmpegHereReads_SaysWhichOneDoes(string name, string version)
    {
        using FieldFolder folder = new();
        string file = folder.File(name);
        if (name.EndsWith("webp", StringComparison.Ordinal))
        {
            TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=640x360:d=1", "-c:v", "libwebp_anim", "-f", "webp", file);
        }
        else
        {
            File.WriteAllBytes(file, [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, 0, 0, 0, 16, .. "meta"u8, .. new byte[8]]);
        }

        ProgramRun run = folder.Run("probe", file);

        Assert.SkipWhen(run.ExitCode == 0, "this FFmpeg reads it");
        Assert.Contains($"from version {version} on", run.Error + run.Output, StringComparison.Ordinal);
    }
}
