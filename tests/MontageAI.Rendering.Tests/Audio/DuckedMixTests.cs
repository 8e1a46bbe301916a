using System.Globalization;
using MontageAI.Rendering.Audio;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Audio;

/// <summary>Song and clip sound put together as a sound plan says, measured in the delivered AAC.</summary>
public sealed class DuckedMixTests
{
    // Above everything that a voice recorded at 16 kHz has, so that the song can be told from the speech.
    private const int SongHz = 10000;

    private static readonly SoundPlan s_plan = new()
    {
        DuckDb = -12,
        DuckAttackSeconds = 0.1,
        DuckReleaseSeconds = 0.5,
        CrossfadeSeconds = 0.15,
    };

    [Fact]
    public async Task Render_SpeechInAClip_SongIsDownWhenItBeginsAndBackAfterIt()
    {
        using Scene scene = new();
        string voice = Voice(scene, "anoisesrc=color=pink:seed=5:amplitude=0.2:d=12,highpass=f=300,lowpass=f=3000");

        AudioBed bed = await RenderAsync(scene, voice, s_plan with { Speech = [new FrameRange(90, 150)] }, lufs: -23);

        AssertDucked(bed, 3, 5);
    }

    [MediaFact]
    public async Task Render_RealSpeech_SongIsDownWhenItBeginsAndBackAfterIt()
    {
        using Scene scene = new();
        string voice = Voice(scene, "amovie=" + TestMedia.File("speech/librispeech_198-209-0000.ogg"));

        AudioBed bed = await RenderAsync(scene, voice, s_plan with { Speech = [new FrameRange(90, 150)] }, lufs: -26);

        AssertDucked(bed, 3, 5);
    }

    [Fact]
    public async Task Render_ShortPauseBetweenWords_SongStaysDown()
    {
        using Scene scene = new();
        string voice = Voice(scene, "anoisesrc=color=pink:seed=5:amplitude=0.2:d=12,highpass=f=300,lowpass=f=3000");

        AudioBed bed = await RenderAsync(
            scene,
            voice,
            s_plan with
            {
                Speech = [new FrameRange(60, 90), new FrameRange(105, 150), new FrameRange(210, 240)],
            },
            lufs: -26
        );

        Envelope song = new(bed.Path!);
        // Much of it is speech, below which the song lies: it goes down by more than in a film with a word or two.
        Assert.All(song.Between(2, 5), v => Assert.InRange(v - song.Rest, -16, -11.5));
        Assert.Contains(song.Between(5, 7), v => Math.Abs(v - song.Rest) < 0.5);
    }

    [Fact]
    public async Task Render_SoftVoice_IsRaisedUntilItStandsAboveTheSong()
    {
        using Scene scene = new();
        string voice = Voice(scene, "anoisesrc=color=pink:seed=5:amplitude=0.2:d=12,highpass=f=300,lowpass=f=3000,volume=8dB");

        AudioBed bed = await RenderAsync(scene, voice, s_plan with { Speech = [new FrameRange(90, 150)] }, lufs: -26);

        // Everything but the song is the voice. The meter hears 10 kHz about 4 dB louder than its power.
        float[] sound = Measure.Sound(bed.Path!);
        double song = new Envelope(bed.Path!).Between(3.5, 4.5).Average();
        double all = 10 * Math.Log10(2 * sound.Skip(168000).Take(48000).Average(v => (double)v * v));
        Assert.InRange(all - song, 10, 18);
        double before = 10 * Math.Log10(2 * sound.Skip(48000).Take(48000).Average(v => (double)v * v));
        Assert.True(before - new Envelope(bed.Path!).Between(1, 2).Average() < 1, "the voice is raised where nobody speaks");
    }

    // A voice near the microphone and one far from it, over a song as it is and one that was mastered loud.
    [Theory]
    [InlineData(-10, -3)]
    [InlineData(-10, -20)]
    [InlineData(6, -3)]
    [InlineData(6, -20)]
    public async Task Render_Voice_LiesAtItsLoudnessAndTheSongTenBelow(int voiceDb, int songDb)
    {
        using Scene scene = new();
        string voice = Voice(scene, $"anoisesrc=color=pink:seed=5:amplitude=0.2:d=12,highpass=f=300,lowpass=f=3000,volume={voiceDb}dB");

        AudioBed bed = await RenderAsync(
            scene,
            voice,
            s_plan with
            {
                Speech = [new FrameRange(90, 210)],
            },
            lufs: -14,
            song: $"sine=f={SongHz}:d=12:r=48000,volume={songDb}dB"
        );

        // Short-term loudness over the three seconds in the middle; the song by its tone, which alone is heard in the first second.
        double[] shortTerm = ShortTerm(bed.Path!);
        Envelope song = new(bed.Path!);
        double alone = Momentary(bed.Path!)[6];
        double under = alone + song.Between(3.5, 6.5).Average() - song.Rest;
        double spoken = 10 * Math.Log10(Math.Pow(10, shortTerm[65] / 10) - Math.Pow(10, under / 10));
        Assert.Equal(-16, spoken, 1.0);
        Assert.InRange(spoken - under, 9.5, 12);
    }

    // A voice as one that the mix may bring to its place, and one too far away for it: what is measured is what the film holds.
    [Theory]
    [InlineData(-10)]
    [InlineData(-20)]
    public async Task Measure_Voices_AreAsLoudAsInTheFilm(int voiceDb)
    {
        using Scene scene = new();
        string voice = Voice(scene, $"anoisesrc=color=pink:seed=5:amplitude=0.2:d=12,highpass=f=300,lowpass=f=3000,volume={voiceDb}dB");
        AudioBedRequest request = Request(scene, voice, s_plan with { Speech = [new FrameRange(90, 210)] }, lufs: -14);

        VoiceLevel level = Assert.Single(await new VoiceLevels(Scene.Tools).MeasureAsync(request, CancellationToken.None));
        AudioBed bed = await new AudioBedRenderer(Scene.Tools).RenderAsync(request, CancellationToken.None);

        Envelope song = new(bed.Path!);
        double under = Momentary(bed.Path!)[6] + song.Between(3.5, 6.5).Average() - song.Rest;
        double spoken = 10 * Math.Log10(Math.Pow(10, ShortTerm(bed.Path!)[65] / 10) - Math.Pow(10, under / 10));
        Assert.Equal(spoken - under, level.OverSongLu, 1.0);
        Assert.Equal(spoken, level.Lufs, 1.0);
        Assert.Equal(voiceDb == -10, level.OverSongLu >= 9.5);
        Assert.Equal(new FrameRange(90, 210), level.Record);
        Assert.Empty(await new VoiceLevels(Scene.Tools).MeasureAsync(request with { Sound = s_plan }, CancellationToken.None));
    }

    // The speaker's shot ends after 2 s of a sentence of 3; the next shot's own sound is a hum, which makes way for it.
    [Fact]
    public async Task Render_SentenceBeyondItsShot_IsHeardWholeAndTheNextShotMakesWay()
    {
        using Scene scene = new();
        string voice = scene.Source("voice.wav", "-f", "lavfi", "-i", "sine=f=1000:d=8:r=48000,volume='between(t,1,4)':eval=frame");
        string hum = scene.Source("hum.wav", "-f", "lavfi", "-i", "sine=f=200:d=8:r=48000");
        AudioBedRequest request = Clips(
            scene,
            s_plan with
            {
                Speech = [new FrameRange(30, 120)],
            },
            Sound(0, 90, voice, 0) with
            {
                After = 5,
            },
            Sound(90, 180, hum, 2) with
            {
                Before = 2,
                After = 3,
            }
        ) with
        {
            Sentences = [Sound(27, 126, voice, 0.9)],
        };

        float[] sound = Measure.Sound((await new AudioBedRenderer(Scene.Tools).RenderAsync(request, CancellationToken.None)).Path!);

        double rest = Tone(sound, 1000, 2);
        Assert.All(new[] { 1.2, 1.6, 2.4, 2.9, 3.0, 3.1, 3.5, 3.9 }, at => Assert.Equal(rest, Tone(sound, 1000, at), 1.0));
        Assert.All(
            new[] { 3.2, 3.6, 3.9 },
            at => Assert.True(Tone(sound, 200, at) < Tone(sound, 200, 5) - 30, $"the hum is heard at {at} s")
        );
        Assert.True(Tone(sound, 1000, 4.6) < rest - 30, "the voice goes on after its sentence");
    }

    private static double Tone(float[] sound, double hertz, double at)
    {
        (double re, double im) = (0, 0);
        for (int i = 0; i < 2400; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * hertz * i / 48000);
            double hann = 1 - Math.Cos(2 * Math.PI * i / 2400);
            float value = sound[(int)(at * 48000) + i];
            re += value * hann * cos;
            im += value * hann * sin;
        }

        return 20 * Math.Log10(1e-9 + (2 * Math.Sqrt((re * re) + (im * im)) / 2400));
    }

    // One value every 0.1 s, the first after 0.1 s.
    private static double[] ShortTerm(string path) => Meter(path, "lavfi.r128.S=");

    private static double[] Momentary(string path) => Meter(path, "lavfi.r128.M=");

    private static double[] Meter(string path, string key)
    {
        string values = Path.GetTempFileName();
        TestTools.FFmpeg("-i", path, "-af", $"ebur128=metadata=1:framelog=verbose,ametadata=mode=print:file={values}", "-f", "null", "-");
        double[] found =
        [
            .. File.ReadAllLines(values)
                .Where(l => l.StartsWith(key, StringComparison.Ordinal))
                .Select(l => double.Parse(l[key.Length..], NumberStyles.Float, CultureInfo.InvariantCulture)),
        ];
        File.Delete(values);
        return found;
    }

    [Theory]
    [InlineData(-14)]
    [InlineData(-23)]
    public async Task Render_Ducked_ReachesTheLoudnessBelowTheCeiling(double target)
    {
        using Scene scene = new();
        string voice = Voice(scene, "anoisesrc=color=pink:seed=5:amplitude=0.5:d=12,highpass=f=300,lowpass=f=3000,tremolo=f=4:d=0.9");

        AudioBed bed = await RenderAsync(
            scene,
            voice,
            s_plan with
            {
                Speech = [new FrameRange(60, 150), new FrameRange(200, 260)],
            },
            target,
            song: "anoisesrc=color=pink:seed=9:amplitude=0.3:d=12"
        );

        (double lufs, double peak) = AudioBedRendererTests.Loudness(bed.Path!);
        Assert.Equal(target, lufs, 0.5);
        Assert.True(peak <= -1, $"true peak {peak} dBTP");
    }

    // Two recordings that have nothing in common; with footage beyond the cut on both sides, and on one side only.
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    public async Task Render_CutBetweenTwoNoises_PowerStaysThroughTheCrossfade(double after, double before)
    {
        using Scene scene = new();
        string one = scene.Source("one.wav", "-f", "lavfi", "-i", "anoisesrc=color=white:seed=1:amplitude=0.2:d=8");
        string other = scene.Source("other.wav", "-f", "lavfi", "-i", "anoisesrc=color=white:seed=2:amplitude=0.2:d=8");
        AudioBedRequest request = Clips(
            scene,
            s_plan with
            {
                CrossfadeSeconds = 0.6,
            },
            Sound(0, 90, one, 2) with
            {
                After = after,
            },
            Sound(90, 180, other, 3) with
            {
                Before = before,
            }
        );

        float[] sound = Measure.Sound((await new AudioBedRenderer(Scene.Tools).RenderAsync(request, CancellationToken.None)).Path!);

        double Level(double at) => 10 * Math.Log10(sound.Skip((int)(at * 48000)).Take(1920).Average(v => (double)v * v));
        double rest = Level(1.5);
        Assert.All(Enumerable.Range(0, 60), i => Assert.Equal(rest, Level(2.4 + (i * 0.02)), 1.0));
    }

    [Fact]
    public async Task Render_CutIntoTheSameRecordingGoingOn_IsNotHeard()
    {
        using Scene scene = new();
        string tone = scene.Source("tone.wav", "-f", "lavfi", "-i", "sine=f=500:d=8:r=48000");
        AudioBedRequest request = Clips(
            scene,
            s_plan with
            {
                CrossfadeSeconds = 0.4,
            },
            Sound(0, 90, tone, 1) with
            {
                After = 4,
                Before = 1,
            },
            Sound(90, 180, tone, 4) with
            {
                Before = 4,
                After = 1,
            }
        );

        float[] sound = Measure.Sound((await new AudioBedRenderer(Scene.Tools).RenderAsync(request, CancellationToken.None)).Path!);

        float[] peaks = [.. Enumerable.Range(0, 100).Select(i => sound.Skip(120000 + (i * 480)).Take(480).Max(Math.Abs))];
        Assert.InRange(peaks.Max() / peaks.Min(), 1, 1.03);
    }

    [Fact]
    public async Task Render_JoinsWithAndWithoutHandles_HaveNoJump()
    {
        using Scene scene = new();
        string low = scene.Source("low.wav", "-f", "lavfi", "-i", "sine=f=310:d=8:r=48000");
        string high = scene.Source("high.wav", "-f", "lavfi", "-i", "sine=f=470:d=8:r=48000");
        AudioBedRequest request = Clips(
            scene,
            s_plan,
            Sound(0, 43, low, 1.0013) with
            {
                After = 3,
            },
            Sound(43, 91, high, 2.0007) with
            {
                Before = 2,
            },
            Sound(91, 130, low, 0),
            Sound(150, 180, high, 0.5) with
            {
                After = 1,
                Before = 0.5,
            }
        );

        float[] sound = Measure.Sound((await new AudioBedRenderer(Scene.Tools).RenderAsync(request, CancellationToken.None)).Path!);

        // Of a wave of 470 Hz with the peak found, neighbouring samples differ by at most 2 pi 470 / 48000 of it, crossing with another by
        // no more than both.
        double most = sound.Max(Math.Abs) * 2 * Math.PI * (470 + 310) / 48000;
        Assert.All(sound.Zip(sound.Skip(1)), p => Assert.InRange(Math.Abs(p.Second - p.First), 0, most));
        Assert.InRange(Math.Abs(sound[Math.Min(sound.Length, 288000) - 1]), 0, 0.01);
        Assert.True(sound.Skip(214000).Take(20000).Max(Math.Abs) < 0.01, "there is sound where no shot has any");
    }

    private static string Voice(Scene scene, string source) =>
        scene.Source(
            "voice.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=64x36:rate=30:duration=12",
            "-f",
            "lavfi",
            "-i",
            source,
            "-t",
            "12",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-b:a",
            "128k"
        );

    // Ten seconds: a steady tone as the song, the voice of a clip under frames 90 to 240 from its second 1 on.
    private static Task<AudioBed> RenderAsync(Scene scene, string voice, SoundPlan plan, double lufs, string? song = null) =>
        new AudioBedRenderer(Scene.Tools).RenderAsync(Request(scene, voice, plan, lufs, song), CancellationToken.None);

    private static AudioBedRequest Request(Scene scene, string voice, SoundPlan plan, double lufs, string? song = null) =>
        new()
        {
            Rate = new(30),
            Frames = 300,
            Music = new()
            {
                Path = scene.Source("song.wav", "-f", "lavfi", "-i", song ?? $"sine=f={SongHz}:d=12:r=48000,volume=-3dB"),
                Fingerprint = "",
                Start = 0,
            },
            ClipSoundDb = -20,
            Sound = plan,
            ClipSounds = [Sound(30, 270, voice, 1) with { Before = 1, After = 1 }],
            LoudnessLufs = lufs,
            OutputPath = scene.Folder.File("bed.m4a"),
        };

    private static AudioBedRequest Clips(Scene scene, SoundPlan plan, params ClipSound[] sounds) =>
        new()
        {
            Rate = new(30),
            Frames = 180,
            ClipSoundDb = 0,
            Sound = plan,
            ClipSounds = sounds,
            LoudnessLufs = -20,
            OutputPath = scene.Folder.File("bed.m4a"),
        };

    private static ClipSound Sound(long start, long end, string path, double second) =>
        new(new FrameRange(start, end), path, MediaTime.FromSeconds(second, new Rational(1, 48000)), new Rational(1));

    private static void AssertDucked(AudioBed bed, double start, double end)
    {
        Assert.False(bed.Limited);
        Envelope song = new(bed.Path!);
        Assert.All(song.Between(0.5, start - 0.15), v => Assert.Equal(song.Rest, v, 0.5));
        Assert.All(song.Between(start + 0.02, end), v => Assert.Equal(-12.5, v - song.Rest, 1.2));
        Assert.All(song.Between(end + 0.55, 9.5), v => Assert.Equal(song.Rest, v, 0.5));

        // On the way down and up it never moves by more than a smooth curve does.
        double[] way = song.Between(start - 0.15, end + 0.6);
        Assert.True(way.Zip(way.Skip(1)).Max(p => Math.Abs(p.Second - p.First)) < 3.5, "the song jumps");
    }

    /// <summary>Level of the song in decibels, in windows of 20 ms every 10 ms.</summary>
    private sealed class Envelope
    {
        private readonly double[] _levels;

        public Envelope(string path)
        {
            float[] sound = Measure.Sound(path);
            _levels = [.. Enumerable.Range(0, (sound.Length - 960) / 480).Select(i => Level(sound.AsSpan(i * 480, 960)))];
        }

        public double Rest => Between(0.5, 2)[0];

        // Windows that lie wholly between two seconds.
        public double[] Between(double from, double to) =>
            _levels[(int)Math.Ceiling((from * 100) - 1e-9)..Math.Min(_levels.Length, (int)Math.Floor(((to - 0.02) * 100) + 1e-9) + 1)];

        private static double Level(Span<float> window)
        {
            (double re, double im) = (0, 0);
            for (int i = 0; i < window.Length; i++)
            {
                double hann = 1 - Math.Cos(2 * Math.PI * i / window.Length);
                (double sin, double cos) = Math.SinCos(2 * Math.PI * SongHz * i / 48000);
                re += window[i] * hann * cos;
                im += window[i] * hann * sin;
            }

            return 20 * Math.Log10(2 * Math.Sqrt((re * re) + (im * im)) / window.Length);
        }
    }
}
