using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Pieces of files whose frames are stored in odd ways: every frame is there, in its place, and looks as it did.</summary>
public sealed class ExtractCases
{
    [TableTheory]
    [InlineData("packed.avi", "smart", "-c:v", "libxvid", "-bf", "2", "-q:v", "3", "-vtag", "XVID")]
    [InlineData("bframes.avi", "smart", "-c:v", "mpeg4", "-bf", "2", "-q:v", "3")]
    [InlineData("bframes.avi", "encode", "-c:v", "mpeg4", "-bf", "2", "-q:v", "3")]
    [InlineData("h264.avi", "smart", "-c:v", "libx264", "-bf", "2", "-preset", "veryfast")]
    [InlineData("raw.h264", "smart", "-c:v", "libx264", "-bf", "2", "-preset", "veryfast")]
    [InlineData("raw.hevc", "encode", "-c:v", "libx265", "-preset", "veryfast")]
    [InlineData("rgb.mp4", "smart", "-c:v", "libx264rgb", "-preset", "veryfast", "-pix_fmt", "rgb24", "-crf", "12")]
    [InlineData("rgb.mkv", "encode", "-c:v", "libx264rgb", "-preset", "veryfast", "-pix_fmt", "rgb24", "-crf", "12")]
    [InlineData("refresh.mp4", "smart", "-c:v", "libx264", "-preset", "veryfast", "-x264-params", "intra-refresh=1:keyint=25:bframes=0")]
    [InlineData("refresh.ts", "encode", "-c:v", "libx264", "-preset", "veryfast", "-x264-params", "intra-refresh=1:keyint=25:bframes=0")]
    [InlineData("refresh.h264", "smart", "-c:v", "libx264", "-preset", "veryfast", "-x264-params", "intra-refresh=1:keyint=25:bframes=0")]
    [InlineData("refresh.h264", "encode", "-c:v", "libx264", "-preset", "veryfast", "-x264-params", "intra-refresh=1:keyint=25:bframes=0")]
    public void Piece_HasEveryFrame(string name, string exact, params string[] codec)
    {
        Assert.SkipUnless(
            TestTools.Run("ffmpeg", "-hide_banner", "-encoders").Contains(codec[1], StringComparison.Ordinal),
            "no such encoder"
        );
        using FieldFolder folder = new();
        string file = folder.File(name);
        string[] pixels = codec.Contains("-pix_fmt") ? [] : ["-pix_fmt", "yuv420p"];
        TestTools.FFmpeg(["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", .. codec, .. pixels, file]);

        ProgramRun run = folder.Run("extract", file, "--from", "1", "--to", "2.4", "--exact", exact, "--output", folder.File("piece.mp4"));

        Assert.True(run.ExitCode == 0, run.Error);
        ShownPictures piece = new(folder.File("piece.mp4"), 64, 36);
        ShownPictures whole = new(file, 64, 36);
        Assert.InRange(piece.Count, 34, 36);
        int first = Enumerable.Range(0, 40).MinBy(at => Distance(piece, 0, whole, at));
        Assert.InRange(first, 20, 26);
        for (int i = 0; i < piece.Count; i++)
        {
            double distance = Distance(piece, i, whole, first + i);
            Assert.True(distance < 6, string.Create(CultureInfo.InvariantCulture, $"frame {i} differs by {distance:0.0}"));
        }
    }

    [TableTheory]
    [InlineData("--from", "100", "--to", "101")]
    [InlineData("--from", "1", "--to", "1")]
    [InlineData("--from", "f900", "--frames", "3")]
    public void Message_NamesNoFileInBetween(params string[] range)
    {
        using FieldFolder folder = new();
        string file = folder.File("raw.h264");
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-c:v", "libx264", "-bf", "2", file);

        ProgramRun run = folder.Run(["extract", file, .. range, "--output", folder.File("piece.mp4")]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain(".cut", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("copy.mp4", run.Error, StringComparison.Ordinal);
        Assert.Contains("raw.h264", run.Error, StringComparison.Ordinal);
    }

    private static double Distance(ShownPictures a, int frameOfA, ShownPictures b, int frameOfB)
    {
        if (frameOfB >= b.Count)
        {
            return 255;
        }

        double sum = 0;
        for (int y = 0; y < 9; y++)
        {
            for (int x = 0; x < 16; x++)
            {
                (double r, double g, double bl) = a.Mean(frameOfA, x / 16.0, y / 9.0, 1 / 16.0);
                (double r2, double g2, double b2) = b.Mean(frameOfB, x / 16.0, y / 9.0, 1 / 16.0);
                sum += Math.Abs(r - r2) + Math.Abs(g - g2) + Math.Abs(bl - b2);
            }
        }

        return sum / (9 * 16 * 3);
    }
}
