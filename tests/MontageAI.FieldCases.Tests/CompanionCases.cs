using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What cameras and editors leave beside recordings, and recordings that come in pieces.</summary>
public sealed class CompanionCases
{
    [TableTheory]
    [InlineData("DJI_0001.MP4", "DJI_0001.LRF")]
    [InlineData("GX010123.MP4", "GL010123.LRV")]
    [InlineData("VID_20240131_120000_00_023.mp4", "LRV_20240131_120000_11_023.mp4")]
    [InlineData("CLIP/C0001.MP4", "SUB/C0001S03.MP4")]
    [InlineData("A001_05011200.mov", "Proxy/A001_05011200.mp4")]
    [InlineData("holiday.mp4", "holiday_Proxy.mov")]
    public void SmallCopy_BesideItsRecording_IsPassedOverWithALine(string recording, string copy)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        Put(folder, recording, 320);
        Put(folder, copy, 160);

        folder.Preview("--duration", "4");

        Assert.Equal(["clip00.mp4", Path.GetFileName(recording)], folder.Shown().OrderByDescending(n => n == "clip00.mp4"));
        JsonElement aside = Assert.Single(folder.Document("report.json").GetProperty("setAside").EnumerateArray());
        Assert.Equal(Path.Combine(folder.Clips, copy), aside.GetProperty("path").GetString());
        Assert.Contains("small cop", aside.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("DJI_0002.LRF")]
    [InlineData("GL010124.LRV")]
    [InlineData("SUB/C0002S03.MP4")]
    public void SmallCopy_WithoutItsRecording_IsAClip(string copy)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        Put(folder, copy, 160);

        folder.Preview("--duration", "4");

        Assert.Contains(Path.GetFileName(copy), folder.Shown());
    }

    [TableTheory]
    [InlineData("GH010123.mp4", "GH020123.mp4", "GH010124.mp4")]
    [InlineData("GOPR0123.mp4", "GP010123.mp4", "GP020123.mp4", "GOPR0124.mp4")]
    [InlineData("gx010009.mp4", "gx020009.mp4", "gx010010.mp4", "gx020010.mp4")]
    public void Chapters_OfARecording_FollowEachOther(params string[] chapters)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(chapters.Length).WithSong(8);
        for (int i = 0; i < chapters.Length; i++)
        {
            // Copied at one moment, and no time of recording in them.
            string path = Path.Combine(folder.Clips, chapters[i]);
            File.Move(Path.Combine(folder.Clips, $"clip{i:00}.mp4"), path);
            File.SetLastWriteTimeUtc(path, new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc));
        }

        folder.Preview("--duration", "8", "--order", "time");

        int[] shown = [.. folder.Shots().Select(s => Array.IndexOf(chapters, s))];
        Assert.Equal(shown.Order(), shown);
        Assert.True(shown.Distinct().Count() > 1);
    }

    [TableTheory]
    [InlineData("IMG_0001.MOV", "IMG_0001.JPG", true)]
    [InlineData("IMG_0002.mov", "IMG_0002.HEIC", true)]
    [InlineData("IMG_0003.MP4", "IMG_0003.jpeg", true)]
    [InlineData("DSC_0004.MOV", "DSC_0004.JPG", false)]
    public void Still_OfALivePhoto_BelongsToItsFilm(string film, string still, bool belongs)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        string path = Path.Combine(folder.Clips, film);
        Put(folder, "plain.mov", 320);
        string[] identity = ["-movflags", "use_metadata_tags", "-metadata", "com.apple.quicktime.content.identifier=1B2C-3D4E"];
        FieldClips.Copy(Path.Combine(folder.Clips, "plain.mov"), path, [], belongs ? [.. identity, "-f", "mov"] : ["-f", "mov"]);
        File.Delete(Path.Combine(folder.Clips, "plain.mov"));
        TestTools.FFmpeg("-f", "lavfi", "-i", "mandelbrot=s=800x450", "-frames:v", "1", "-f", "mjpeg", Path.Combine(folder.Clips, still));

        folder.Preview("--duration", "4");

        Assert.True(!belongs || !folder.Shown().Contains(still), "the still is shown beside its film");
        Assert.Equal(
            belongs,
            folder.Document("report.json").GetProperty("setAside").ToString().Contains("Live Photo", StringComparison.Ordinal)
        );
    }

    // Pictures that no other file of the folder has.
    private static void Put(FieldFolder folder, string name, int width)
    {
        string path = Path.Combine(folder.Clips, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=s={width}x{width * 9 / 16}:r=30:d=4",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "15",
            "-f",
            "mp4",
            path
        );
    }
}
