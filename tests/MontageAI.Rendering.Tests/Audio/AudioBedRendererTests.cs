using System.Globalization;
using MontageAI.Containers.Joining;
using MontageAI.Rendering.Audio;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Audio;

public sealed class AudioBedRendererTests
{
    // A burst of 4 ms every half second, starting at 0.
    private const string Clicks = "aevalsrc='0.5*sin(2*PI*3000*t)*lt(mod(t,0.5),0.004)':s=44100:d=12";

    [TableTheory(Every = 3)]
    [InlineData("click.mp3", "libmp3lame")]
    [InlineData("click.m4a", "aac")]
    [InlineData("click.ogg", "libvorbis")]
    [InlineData("click.opus", "libopus")]
    [InlineData("click.flac", "flac")]
    [InlineData("click.wav", "pcm_s16le")]
    public async Task Render_ClickTrack_EveryClickLiesWhereItWasPlanned(string name, string codec)
    {
        using Scene scene = new() { Format = new(Scene.Rate("30000/1001"), new Canvas(64, 36), RenderProfile.Preview) };
        string song = scene.Source(name, "-f", "lavfi", "-i", Clicks, "-c:a", codec, "-b:a", "192k");
        string source = scene.Counter("count.mp4", "30", 160);
        scene.AddAtFrame(source, 0, 120);
        AudioBed bed = await RenderAsync(scene, 120, Song(song) with { Start = 3.25 });

        string film = await scene.FilmAsync(bed.Path);

        // 120 frames of 29.97 are 4.004 s: clicks at 0.25, 0.75 ... 3.75.
        double[] found = Onsets(Measure.Sound(film));
        Assert.Equal(8, found.Length);
        Assert.All(found, (t, k) => Assert.Equal(0.25 + (0.5 * k), t, 0.002));
    }

    // The sound of this file starts 1 s after its picture; second 0 is the file's, here as in the analysis of the song.
    [Fact]
    public async Task Render_SongThatStartsLate_CountsFromTheStartOfTheFile()
    {
        using Scene scene = new() { Format = new(Scene.Rate("30000/1001"), new Canvas(64, 36), RenderProfile.Preview) };
        string song = scene.Source(
            "late.mkv",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=64x36:r=25:d=12",
            "-itsoffset",
            "1.2",
            "-f",
            "lavfi",
            "-i",
            Clicks,
            "-map",
            "0",
            "-map",
            "1",
            "-c:a",
            "flac"
        );
        string source = scene.Counter("count.mp4", "30", 160);
        scene.AddAtFrame(source, 0, 120);

        string film = await scene.FilmAsync((await RenderAsync(scene, 120, Song(song) with { Start = 3.25 })).Path);

        double[] found = Onsets(Measure.Sound(film));
        Assert.Equal(8, found.Length);
        Assert.All(found, (t, k) => Assert.Equal(0.45 + (0.5 * k), t, 0.002));
    }

    [Theory]
    [InlineData("24000/1001", 217)]
    [InlineData("25", 101)]
    [InlineData("60", 333)]
    public async Task Film_WithSound_PictureAndSoundStartAndEndTogether(string rateText, int frames)
    {
        FrameRate rate = Scene.Rate(rateText);
        using Scene scene = new() { Format = new(rate, new Canvas(64, 36), RenderProfile.Standard) };
        string song = scene.Source("s.mp3", "-f", "lavfi", "-i", "sine=f=440:d=20");
        string source = scene.Source(
            "c.mp4",
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=size=64x36:rate={rateText}:duration=12",
            "-pix_fmt",
            "yuv420p"
        );
        scene.AddAtFrame(source, 5, frames / 2);
        scene.AddAtFrame(source, 1, frames - (frames / 2));

        string film = await scene.FilmAsync((await RenderAsync(scene, frames, Song(song))).Path);

        Assert.Equal(0, Number(Measure.Fact(film, "v:0", "start_time")), 0.0005);
        Assert.Equal(0, Number(Measure.Fact(film, "a:0", "start_time")), 0.0005);
        Assert.Equal(rate.SecondsAt(frames), Number(Measure.Fact(film, "v:0", "duration")), 0.001);
        Assert.Equal(rate.SecondsAt(frames), Number(Measure.Fact(film, "a:0", "duration")), 0.005);

        // A decoder that ignores the edit list gives at most the rest of one AAC packet more, and that is silent.
        float[] sound = Measure.Sound(film);
        int wanted = (int)Math.Round(rate.SecondsAt(frames) * 48000);
        Assert.InRange(sound.Length, wanted, wanted + 1024);
        Assert.All(sound[(wanted + 64)..], v => Assert.InRange(v, -0.01f, 0.01f));
    }

    [Fact]
    public async Task Render_LoopedSong_GoesOnWithoutGapAtTheLoopPoint()
    {
        using Scene scene = new();
        string song = scene.Source("click.mp3", "-f", "lavfi", "-i", Clicks);

        // From 9.75 to 11, then again and again from 2 to 5: the clicks go on every half second.
        AudioBed bed = await RenderAsync(scene, 300, Song(song) with { Start = 9.75, LoopEnd = 11, LoopStart = 2 });

        double[] found = Onsets(Measure.Sound(bed.Path!));
        Assert.Equal(20, found.Length);
        Assert.All(found, (t, k) => Assert.Equal(0.25 + (0.5 * k), t, 0.002));
    }

    [Theory]
    [InlineData(0.9, -14)]
    [InlineData(0.05, -14)]
    [InlineData(0.3, -23)]
    public async Task Render_SteadySound_ReachesTheLoudnessAskedFor(double amplitude, double target)
    {
        using Scene scene = new();
        string song = scene.Source(
            "noise.flac",
            "-f",
            "lavfi",
            "-i",
            string.Create(CultureInfo.InvariantCulture, $"anoisesrc=color=pink:seed=7:amplitude={amplitude}:d=12")
        );

        AudioBed bed = await RenderAsync(scene, 300, Song(song), target);

        (double lufs, double peak) = Loudness(bed.Path!);
        Assert.Equal(target, lufs, 0.5);
        Assert.True(peak <= -1, $"true peak {peak} dBTP");
        Assert.Equal(lufs, bed.After!.IntegratedLufs!.Value, 0.5);
    }

    [Fact]
    public async Task Render_PeakyQuietSound_IsLimitedBelowTheCeilingAndReachesTheLoudness()
    {
        using Scene scene = new();
        string song = scene.Source(
            "peaky.flac",
            "-f",
            "lavfi",
            "-i",
            "aevalsrc='0.05*sin(2*PI*300*t)+0.8*sin(2*PI*1000*t)*lt(mod(t,1),0.02)':s=48000:d=12"
        );

        AudioBed bed = await RenderAsync(scene, 300, Song(song));

        (double lufs, double peak) = Loudness(bed.Path!);
        Assert.True(bed.Limited);
        Assert.Equal(-14, lufs, 0.5);
        Assert.True(peak <= -0.8, $"true peak {peak} dBTP");
        Assert.Equal(10, Number(Measure.Fact(bed.Path!, "a:0", "duration")), 0.001);
    }

    [Fact]
    public async Task Render_SilentSong_GivesSilenceAndSaysSo()
    {
        using Scene scene = new();
        string song = scene.Source("silent.wav", "-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo", "-t", "8");

        AudioBed bed = await RenderAsync(scene, 90, Song(song));

        Assert.Null(bed.Before!.IntegratedLufs);
        Assert.Contains(bed.Notes, n => n.Contains("silent", StringComparison.Ordinal));
        Assert.True(Measure.Sound(bed.Path!).Max(Math.Abs) < 1e-4);
    }

    [Fact]
    public async Task Render_NoMusicAndNoClipSound_MakesNoTrackAndSaysSo()
    {
        using Scene scene = new();

        AudioBed bed = await new AudioBedRenderer(Scene.Tools).RenderAsync(
            new()
            {
                Rate = new(25),
                Frames = 10,
                OutputPath = scene.Folder.File("a.m4a"),
            },
            CancellationToken.None
        );

        Assert.Null(bed.Path);
        Assert.Single(bed.Notes);
    }

    [Fact]
    public async Task Render_Fades_FollowThePlan()
    {
        using Scene scene = new();
        string song = scene.Source("noise.wav", "-f", "lavfi", "-i", "anoisesrc=color=pink:seed=7:amplitude=0.3:d=12");

        AudioBed bed = await RenderAsync(scene, 300, Song(song) with { FadeIn = 2, FadeOut = 3 });

        float[] sound = Measure.Sound(bed.Path!);
        double Level(double from) => Math.Sqrt(sound.Skip((int)(from * 48000)).Take(4800).Average(v => (double)v * v));
        Assert.Equal(0.5, Level(1 - 0.05) / Level(5), 0.1);
        Assert.Equal(0.5, Level(8.5 - 0.05) / Level(5), 0.1);
        Assert.True(Level(9.9) < 0.1 * Level(5));
    }

    [Fact]
    public async Task Render_ClipSound_LiesUnderItsShotInSync()
    {
        using Scene scene = new();

        // A beep of 1 kHz from 2.0 to 2.1 s of the clip, in a stream that starts at 0 beside B-frame video.
        string clip = scene.Source(
            "beep.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=64x36:rate=30:duration=5",
            "-f",
            "lavfi",
            "-i",
            "aevalsrc='0.4*sin(2*PI*1000*t)*between(t,2,2.1)':s=44100:d=5",
            "-pix_fmt",
            "yuv420p"
        );
        string song = scene.Source("quiet.wav", "-f", "lavfi", "-i", "sine=f=100:d=12,volume=-50dB");
        Rational tick = scene.Probe(clip).MainVideo!.TimeBase;
        AudioBedRequest request = new()
        {
            Rate = new(30),
            Frames = 300,
            Music = Song(song),
            ClipSoundDb = 0,
            LoudnessLufs = -30,
            ClipSounds =
            [
                new(new FrameRange(60, 120), clip, MediaTime.FromSeconds(1.5, tick), new Rational(1)),
                new(new FrameRange(120, 150), clip, MediaTime.FromSeconds(2.1, tick), new Rational(1)),
                new(new FrameRange(200, 300), clip, MediaTime.FromSeconds(0.5, tick), new Rational(1)),
            ],
            OutputPath = scene.Folder.File("bed.m4a"),
        };

        AudioBed bed = await new AudioBedRenderer(Scene.Tools).RenderAsync(request, CancellationToken.None);

        double[] found = Onsets(Measure.Sound(bed.Path!));
        Assert.Equal(2, found.Length);
        Assert.Equal(2.5, found[0], 0.003);
        Assert.Equal((200 / 30.0) + 1.5, found[1], 0.003);
        Assert.Equal(
            ["bed.m4a", "beep.mp4", "quiet.wav"],
            Directory.GetFileSystemEntries(scene.Folder.Path).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public async Task Render_OneClipWithBrokenSound_LeavesOnlyThatOutAndSaysSo()
    {
        using Scene scene = new();
        string clip = scene.Source("beep.wav", "-f", "lavfi", "-i", "aevalsrc='0.4*sin(2*PI*1000*t)*between(t,1,1.1)':s=44100:d=5");
        string broken = scene.Folder.File("broken.mp4");
        await File.WriteAllTextAsync(broken, "no media");
        AudioBedRequest request = new()
        {
            Rate = new(30),
            Frames = 120,
            ClipSoundDb = 0,
            ClipSounds =
            [
                new(new FrameRange(0, 60), broken, new MediaTime(0, new Rational(1, 1000)), new Rational(1)),
                new(new FrameRange(60, 120), clip, new MediaTime(0, new Rational(1, 44100)), new Rational(1)),
            ],
            OutputPath = scene.Folder.File("bed.m4a"),
        };

        AudioBed bed = await new AudioBedRenderer(Scene.Tools).RenderAsync(request, CancellationToken.None);

        Assert.Contains("broken.mp4", Assert.Single(bed.Notes), StringComparison.Ordinal);
        Assert.Equal(3.0, Assert.Single(Onsets(Measure.Sound(bed.Path!))), 0.003);
    }

    [MediaTheory]
    [InlineData("music/osu_cysmix_triangles.mp3")]
    [InlineData("music/edm_jpb_high_ncs.m4a")]
    [InlineData("music/piano_sweet_waltz.ogg")]
    public async Task Render_RealSong_ReachesMinusFourteenLufs(string file)
    {
        using Scene scene = new();

        AudioBed bed = await RenderAsync(scene, 600, Song(TestMedia.File(file)) with { Start = 12.5, FadeOut = 1 });

        (double lufs, double peak) = Loudness(bed.Path!);
        Assert.Equal(-14, lufs, 0.5);
        Assert.True(peak <= -1, $"true peak {peak} dBTP");
    }

    private static MusicBed Song(string path) =>
        new()
        {
            Path = path,
            Fingerprint = "",
            Start = 0,
        };

    private static Task<AudioBed> RenderAsync(Scene scene, long frames, MusicBed music, double lufs = -14) =>
        new AudioBedRenderer(Scene.Tools).RenderAsync(
            new()
            {
                Rate = scene.Format.Rate,
                Frames = frames,
                Music = music,
                LoudnessLufs = lufs,
                OutputPath = scene.Folder.File("bed.m4a"),
            },
            CancellationToken.None
        );

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // Where the level first reaches 40 % of the maximum after at least 0.2 s below it.
    private static double[] Onsets(float[] sound)
    {
        float threshold = 0.4f * sound.Max(Math.Abs);
        List<double> onsets = [];
        int last = -48000;
        for (int i = 0; i < sound.Length; i++)
        {
            if (Math.Abs(sound[i]) >= threshold)
            {
                if (i - last > 9600)
                {
                    onsets.Add(i / 48000.0);
                }

                last = i;
            }
        }

        return [.. onsets];
    }

    internal static (double Lufs, double PeakDb) Loudness(string path)
    {
        string values = Path.GetTempFileName();
        TestTools.FFmpeg(
            "-i",
            path,
            "-af",
            $"ebur128=peak=true:metadata=1:framelog=verbose,ametadata=mode=print:file={values}",
            "-f",
            "null",
            "-"
        );
        string[] lines = File.ReadAllLines(values);
        File.Delete(values);
        double Last(string key) => Number(lines.Last(l => l.StartsWith(key, StringComparison.Ordinal))[key.Length..]);
        return (Last("lavfi.r128.I="), 20 * Math.Log10(Last("lavfi.r128.true_peak=")));
    }
}
