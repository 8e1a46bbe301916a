using MontageAI.Errors;
using MontageAI.Rendering.Cutting;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.Cutting;

public sealed class SmartCutTests
{
    private const string H264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 25 -keyint_min 25 -sc_threshold 0";
    private const string Hevc = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -tag:v hvc1 -x265-params";

    [TableTheory(Every = 3)]
    [InlineData("a.mp4", H264 + " -bf 0")]
    [InlineData("a.mp4", H264 + " -bf 3")]
    [InlineData("a.mp4", "-c:v libx264 -preset ultrafast -profile:v baseline -pix_fmt yuv420p -g 25")]
    [InlineData("a.mp4", "-c:v libx264 -preset veryfast -pix_fmt yuv420p10le -g 25 -bf 2")]
    [InlineData("a.mp4", "-c:v libx264 -preset veryfast -pix_fmt yuvj420p -color_range pc -g 25 -bf 2")]
    [InlineData("a.mov", H264 + " -bf 2 -movflags +negative_cts_offsets")]
    [InlineData("a.mkv", H264 + " -bf 2")]
    [InlineData("a.ts", H264 + " -bf 2")]
    [InlineData("a.mp4", Hevc + " keyint=25:min-keyint=25:scenecut=0:bframes=0:open-gop=0:log-level=error")]
    [InlineData("a.mp4", Hevc + " keyint=25:min-keyint=25:scenecut=0:bframes=3:open-gop=0:log-level=error")]
    [InlineData("a.mp4", Hevc + " keyint=25:min-keyint=25:scenecut=0:bframes=4:open-gop=1:log-level=error")]
    public async Task Cut_BetweenKeyFrames_CopiesTheMiddleAndEncodesTheEnds(string name, string options)
    {
        using TempFolder folder = new();
        string source = Make(folder, name, options);

        CutResult result = await Piece.CutAsync(source, folder.File("piece.mp4"), "f17", "f93");

        Assert.Equal("smart cut", result.Method);
        Assert.Equal("copy", result.Sound);
        Assert.InRange(result.CopiedFrames, 60, 75);
        Piece.AssertIs(result, source, 17, 76, folder);
    }

    [Theory]
    [InlineData("f25", "f75", 25)]
    [InlineData("1.0", "3.0", 25)]
    [InlineData("0:00:01.000", null, 25)]
    [InlineData("0", "4", 0)]
    public async Task Cut_OnKeyFrames_CopiesEverything(string from, string? to, int first)
    {
        using TempFolder folder = new();
        string source = Make(folder, "a.mp4", H264 + " -bf 2");

        CutResult result = await Piece.CutAsync(source, folder.File("piece.mp4"), from, to, CutMode.Copy);

        Assert.Equal(("copy", 0L), (result.Method, result.EncodedFrames));
        Piece.AssertIs(result, source, first, (int)result.Frames, folder);
    }

    [Fact]
    public async Task Cut_VariableTimesAndTurnedPicture_KeepsBoth()
    {
        using TempFolder folder = new();
        string flat = Make(folder, "flat.mp4", "-vf select='not(eq(mod(n\\,7)\\,3))' -fps_mode vfr " + H264 + " -bf 2");
        TestTools.FFmpeg("-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90", folder.File("a.mp4"));

        CutResult result = await Piece.CutAsync(folder.File("a.mp4"), folder.File("piece.mp4"), "f9", null, frames: 60);

        Assert.Equal("smart cut", result.Method);
        Piece.AssertIs(result, folder.File("a.mp4"), 9, 60, folder);
        Assert.Equal(Rotation(folder.File("a.mp4")), Rotation(result.Path));
    }

    [TableTheory(Every = 3)]
    [InlineData("prores.mov", "-c:v prores_ks", "copy")]
    [InlineData("mjpeg.mov", "-c:v mjpeg -pix_fmt yuvj420p", "copy")]
    [InlineData("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 25", "encode")]
    [InlineData("vp8.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M -g 25", "encode")]
    [InlineData("mpeg4.mp4", "-c:v mpeg4 -g 25 -q:v 3", "encode")]
    [InlineData("interlaced.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -flags +ildct+ilme -x264-params tff=1 -g 25", "encode")]
    public async Task Cut_OtherCodecs_CopiesThoseOfKeyFramesOnlyAndSaysWhenItEncodes(string name, string options, string method)
    {
        using TempFolder folder = new();
        string source = Make(folder, name, options);

        CutResult result = await Piece.CutAsync(
            source,
            folder.File(name.EndsWith("mov", StringComparison.Ordinal) ? "piece.mov" : "piece.mp4"),
            "f17",
            "f61"
        );

        Assert.Equal(method, result.Method);
        Assert.Equal(method == "encode", result.Notes.Any(n => n.StartsWith("All frames were encoded", StringComparison.Ordinal)));
        Piece.AssertIs(result, source, 17, 44, folder);
    }

    [Fact]
    public async Task Cut_OpenGroupsInH264_NeverStartsCopyingWhereDecodingCannotBegin()
    {
        using TempFolder folder = new();
        string source = Make(
            folder,
            "a.mp4",
            "-c:v libx264 -preset veryfast -pix_fmt yuv420p -bf 3 -x264-params keyint=25:min-keyint=25:scenecut=0:open-gop=1"
        );

        CutResult middle = await Piece.CutAsync(source, folder.File("middle.mp4"), "f30", "f90");
        CutResult start = await Piece.CutAsync(source, folder.File("start.mp4"), "f0", "f90");

        Piece.AssertIs(middle, source, 30, 60, folder);
        Piece.AssertIs(start, source, 0, 90, folder);
        Assert.True(start.CopiedFrames > 80);
    }

    [Fact]
    public async Task Cut_CopyAskedForOffKeyFrames_IsRefusedWithTheNearestOnes()
    {
        using TempFolder folder = new();
        string source = Make(folder, "a.mp4", H264);

        MediaException e = await Assert.ThrowsAsync<MediaException>(() =>
            Piece.CutAsync(source, folder.File("piece.mp4"), "f30", "f80", CutMode.Copy)
        );

        Assert.Contains("1 and 2 s", e.Reason, StringComparison.Ordinal);
        Assert.Equal([source], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Cut_RangeWithoutFrames_IsRefused()
    {
        using TempFolder folder = new();
        string source = Make(folder, "a.mp4", H264);

        await Assert.ThrowsAsync<MediaException>(() => Piece.CutAsync(source, folder.File("piece.mp4"), "9", "12"));
        await Assert.ThrowsAsync<MediaException>(() => Piece.CutAsync(source, folder.File("piece.mp4"), "2", "1"));
    }

    [Fact]
    public async Task Cut_Sound_BeginsAtTheSample()
    {
        // A click stands half-way in every second; the piece lasts from frame 30 (1.2 s) to frame 86 (3.44 s).
        using TempFolder folder = new();
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=160x90:r=25:d=5",
            "-f",
            "lavfi",
            "-i",
            "aevalsrc='if(between(mod(t,1),0.5,0.502),0.9,0)':s=48000:d=5",
            .. (H264 + " -bf 2 -c:a aac -b:a 256k").Split(' '),
            folder.File("a.mp4"),
        ]);

        CutResult result = await Piece.CutAsync(folder.File("a.mp4"), folder.File("piece.mp4"), "f30", "f86");
        double[] source = Clicks(folder.File("a.mp4"), folder);
        double[] piece = Clicks(result.Path, folder);

        Assert.Equal("copy", result.Sound);
        Assert.Equal([source[1] - 1.2, source[2] - 1.2], piece, (a, b) => Math.Abs(a - b) < 1.5 / 48000);
    }

    [Fact]
    public async Task Cut_SameRequestTwice_GivesTheSameBytes()
    {
        using TempFolder folder = new();
        string source = Make(folder, "a.mp4", H264 + " -bf 2");

        await Piece.CutAsync(source, folder.File("one.mp4"), "f17", "f93");
        await Piece.CutAsync(source, folder.File("two.mp4"), "f17", "f93");

        Assert.True(File.ReadAllBytes(folder.File("one.mp4")).AsSpan().SequenceEqual(File.ReadAllBytes(folder.File("two.mp4"))));
    }

    private static string Make(TempFolder folder, string name, string options)
    {
        string[] sound = name.EndsWith("webm", StringComparison.Ordinal) ? ["-c:a", "libopus"] : ["-c:a", "aac"];
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=160x96:r=25:d=4.6",
            "-f",
            "lavfi",
            "-i",
            "sine=d=4.6:r=48000",
            .. options.Replace("\\,", ",", StringComparison.Ordinal).Split(' '),
            .. sound,
            folder.File(name),
        ]);
        return folder.File(name);
    }

    private static string Rotation(string path) =>
        TestTools.FFprobe("-select_streams", "v:0", "-show_entries", "stream_side_data=rotation", "-of", "csv=p=0", path).Trim();

    // Moments at which the sound rises from silence.
    private static double[] Clicks(string path, TempFolder folder)
    {
        TestTools.FFmpeg("-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "f32le", folder.File("sound.raw"));
        float[] samples = System
            .Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.File("sound.raw")))
            .ToArray();
        List<double> clicks = [];
        for (int i = 0; i < samples.Length; i++)
        {
            if (Math.Abs(samples[i]) > 0.45 && (clicks.Count == 0 || (i / 48000.0) - clicks[^1] > 0.3))
            {
                clicks.Add(i / 48000.0);
            }
        }

        return [.. clicks];
    }
}
