using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Rendering.Tests.BadInput;

/// <summary>Odd clocks and names: every shot starts on the frame that was asked for and runs at the right speed.</summary>
public sealed class TimingMatrixTests
{
    public static TheoryData<string, string, string[]> Recipes =>
        new()
        {
            { "late start", "late.mkv", ["-c", "copy", "-output_ts_offset", "7.3"] },
            { "late start, transport stream", "late.ts", ["-c", "copy", "-output_ts_offset", "3600.5"] },
            { "edit list from the middle of a group", "edited.mp4", ["-ss", "1.0333", "-c", "copy"] },
            { "negative start", "negative.mp4", ["-c", "copy", "-output_ts_offset", "-0.5", "-avoid_negative_ts", "disabled"] },
            { "fragmented", "fragmented.mp4", ["-c", "copy", "-movflags", "frag_keyframe+empty_moov"] },
            {
                "open groups of HEVC",
                "open.mp4",
                ["-c:v", "libx265", "-x265-params", "keyint=24:open-gop=1:bframes=4:crf=10:log-level=none"]
            },
            { "open groups of H.264", "open.mkv", ["-c:v", "libx264", "-crf", "10", "-x264-params", "keyint=24:open-gop=1:bframes=3"] },
        };

    [TableTheory]
    [MemberData(nameof(Recipes))]
    public async Task Render_OddClock_StartsOnTheFrameAskedFor(string what, string name, string[] recipe)
    {
        using Scene scene = new();
        string plain = scene.Counter("plain.mp4", "30", 150, "-crf", "8", "-g", "45");
        string source = scene.Source(name, ["-i", plain, .. recipe]);
        double[] times = Measure.FrameTimes(source, 1 / 30.0);
        int[] numbers = [.. Measure.FrameLuma(source)];
        Rational tick = scene.Probe(source).MainVideo!.TimeBase;
        int[] starts = [0, 1, 46, 72, times.Length - 21];
        foreach (int start in starts)
        {
            scene.Add(source, MediaTime.FromSeconds(times[start], tick).Ticks, 20);
        }

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        Assert.All(
            shots,
            (shot, i) => Assert.Equal(numbers.Skip(starts[i]).Take(20).Select(Number), Measure.FrameLuma(shot.Path).Select(Number))
        );
        Assert.True(what.Length > 0);
    }

    [Fact]
    public async Task Render_VariableRate_RunsAtTheRightSpeed()
    {
        using Scene scene = new();
        string plain = scene.Counter("plain.mp4", "30", 120, "-crf", "8");
        string source = scene.Source(
            "vfr.mp4",
            "-i",
            plain,
            "-vf",
            "select='not(eq(mod(n,3),2))'",
            "-fps_mode",
            "passthrough",
            "-crf",
            "8"
        );
        Rational tick = scene.Probe(source).MainVideo!.TimeBase;
        scene.Add(source, MediaTime.FromSeconds(21 / 30.0, tick).Ticks, 60);

        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        int[] shown = [.. Measure.FrameLuma(shots[0].Path).Select(Number)];
        Assert.Equal(Enumerable.Range(21, 60).Select(n => (n % 3 == 2 ? n - 1 : n) % 20), shown);
    }

    [Fact]
    public async Task Render_OneFrameClip_GivesThatFrameAndNoMore()
    {
        using Scene scene = new();
        string source = scene.Counter("one.mp4", "30", 1);
        scene.Add(source, 0, 1);
        scene.Add(source, 0, 2);

        ShotsFailedException e = await Assert.ThrowsAsync<ShotsFailedException>(() => scene.RenderAsync());

        Assert.Equal([0], e.Rendered.Select(r => r.Index));
        Assert.Equal([1], e.Failures.Select(f => f.Index));
    }

    [Fact]
    public async Task Render_TruncatedClip_RendersWhatIsThereAndNamesTheShotThatIsNot()
    {
        using Scene scene = new();
        string whole = scene.Counter("whole.mkv", "30", 150, "-crf", "4", "-g", "15");
        string source = scene.Folder.File("cut.mkv");
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(source, bytes[..(bytes.Length / 2)]);
        scene.Add(source, 0, 20, video: scene.Probe(whole).MainVideo);
        scene.Add(source, MediaTime.FromSeconds(4, scene.Probe(whole).MainVideo!.TimeBase).Ticks, 20, video: scene.Probe(whole).MainVideo);

        ShotsFailedException e = await Assert.ThrowsAsync<ShotsFailedException>(() => scene.RenderAsync());

        Assert.Equal([0], e.Rendered.Select(r => r.Index));
        Assert.Contains("cut.mkv", Assert.Single(e.Failures).Message, StringComparison.Ordinal);
    }

    [TableTheory(Every = 3)]
    [InlineData("it's \"quoted\" & spaced.mp4")]
    [InlineData("100%d %03d.mp4")]
    [InlineData("-leading.mp4")]
    [InlineData("line\nbreak.mp4")]
    [InlineData("http:colon[1],;.mp4")]
    [InlineData("Ünïcödé 映画.mp4")]
    public async Task Render_OddFileName_Works(string name)
    {
        using Scene scene = new();
        string plain = scene.Counter("plain.mp4", "30", 30);
        string source = scene.Folder.File(name);
        File.Move(plain, source);
        scene.AddAtFrame(source, 3, 10);

        string film = await scene.FilmAsync();

        Assert.Equal(Enumerable.Range(3, 10), Measure.FrameLuma(film).Select(Number));
    }

    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("video/gopher_slowmo_120fps.mp4", 40)]
    [InlineData("video/cat_phone_vfr.mp4", 100)]
    [InlineData("video/goldeneye_vfr_drop3.mp4", 200)]
    [InlineData("video/arm_wrestling_28fps.mp4", 200)]
    [InlineData("video/portrait_4k60_rot90.mp4", 6)]
    [InlineData("video/nasa_two_streams.mp4", 200)]
    [InlineData("video/test_makeup_mpeg4.avi", 120)]
    [InlineData("video/yard_mono.mkv", 120)]
    public async Task Render_RealClip_GivesExactlyTheFramesAskedFor(string file, int frames)
    {
        using Scene scene = new() { Format = new(Scene.Rate("30000/1001"), new Canvas(160, 90), RenderProfile.Preview) };
        string source = TestMedia.File(file);
        scene.Add(source, scene.Probe(source).MainVideo!.StartPts ?? 0, frames);
        scene.AddAtFrame(source, 3, frames / 2);

        string film = await scene.FilmAsync();

        (double[] times, int[] keys) = Measure.Packets(film);
        Assert.Equal(frames + (frames / 2), times.Length);
        Assert.Equal([0, frames], keys);
    }

    private static int Number(int luma) => (int)Math.Round((luma - 20) / 10.0);
}
