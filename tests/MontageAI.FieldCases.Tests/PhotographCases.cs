using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What is a photograph and what a film, whatever a container makes of it.</summary>
public sealed class PhotographCases
{
    private const string Lime = "drawbox=x=iw/4:y=ih/4:w=iw/2:h=ih/2:color=lime:t=fill";

    [TableTheory]
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

    [TableTheory]
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

    [TableTheory]
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

    [TableTheory]
    [InlineData("moving.webp", "from version 9.0 on")]
    [InlineData("telephone.heic", "from version 7.0 on")]
    [InlineData("telephone.HEIC", "from version 7.0 on")]
    [InlineData("tiles.heic", "from version 8.1 on")]
    [InlineData("tiles.avif", "from version 8.1 on")]
    public void PictureThatNoFFmpegHereReads_SaysWhichOneDoes(string name, string which)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        string file = Path.Combine(folder.Clips, name);
        if (name.EndsWith("webp", StringComparison.Ordinal))
        {
            TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=640x360:d=1", "-c:v", "libwebp_anim", "-f", "webp", file);
        }
        else
        {
            byte[] brand = name.EndsWith("avif", StringComparison.Ordinal) ? [.. "ftypavif"u8] : [.. "ftypheic"u8],
                item = [0, 0, 0, 21, .. "infe"u8, 2, 0, 0, 0, 0, 1, 0, 0, .. "grid"u8, 0];
            byte[] list = name.StartsWith("tiles", StringComparison.Ordinal) ? [0, 0, 0, 35, .. "iinf"u8, 0, 0, 0, 0, 0, 1, .. item] : [];
            File.WriteAllBytes(
                file,
                [
                    0,
                    0,
                    0,
                    24,
                    .. brand,
                    0,
                    0,
                    0,
                    0,
                    .. "mif1heic"u8,
                    0,
                    0,
                    0,
                    (byte)(16 + list.Length),
                    .. "meta"u8,
                    .. new byte[4],
                    .. list,
                ]
            );
        }

        ProgramRun run = folder.Run("probe", file);

        Assert.SkipWhen(run.ExitCode == 0, "this FFmpeg reads it");
        Assert.Contains(which, run.Error + run.Output, StringComparison.Ordinal);
        folder.Preview("--duration", "3");
        Assert.Contains(which, File.ReadAllText(folder.File("film.report.json")), StringComparison.Ordinal);
    }

    // A picture that the FFmpeg here reads, and one that is built without its decoder does not.
    [TableTheory]
    [InlineData("still.jxl", "libjxl", "is a JPEG XL picture", "where it is built with libjxl")]
    [InlineData("still.avif", "libaom-av1", "is an AVIF picture", "where it is built with an AV1 decoder")]
    [InlineData("still.webp", "libwebp", "is a still picture", "Save it as JPEG")]
    public void PictureWithoutADecoder_SaysWhichFFmpegReadsIt(string name, string encoder, string kind, string which)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        Assert.SkipUnless(
            TestTools.Run("ffmpeg", "-hide_banner", "-encoders").Contains(encoder, StringComparison.Ordinal),
            "no such encoder"
        );
        using FieldFolder folder = new();
        string[] coding = encoder == "libaom-av1" ? ["-c:v", encoder, "-cpu-used", "8", "-still-picture", "1"] : ["-c:v", encoder];
        TestTools.FFmpeg(["-f", "lavfi", "-i", "testsrc2=s=640x360:d=1", "-frames:v", "1", .. coding, folder.File(name)]);
        Directory.CreateDirectory(folder.File("tools"));
        foreach (string program in (string[])["ffmpeg", "ffprobe"])
        {
            File.WriteAllText(
                Path.Combine(folder.File("tools"), program),
                $"#!/bin/sh\ncase \"$*\" in *{name}*) echo 'Invalid data found' >&2; exit 1 ;; esac\nexec {program} \"$@\"\n"
            );
            TestTools.Run("chmod", "755", Path.Combine(folder.File("tools"), program));
        }

        ProgramRun run = ProgramRun.Of(
            new Dictionary<string, string> { ["MONTAGE_FFMPEG"] = folder.File("tools") },
            ["probe", folder.File(name), "--cache-dir", folder.File("store")]
        );

        Assert.Contains(kind, run.Error + run.Output, StringComparison.Ordinal);
        Assert.Contains(which, run.Error + run.Output, StringComparison.Ordinal);
    }
}
