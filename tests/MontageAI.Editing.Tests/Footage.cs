using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing;

/// <summary>Synthetic clips and songs for tests: no files, only what analysis would have said of them.</summary>
internal static class Footage
{
    public static readonly DateTime Day = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Ticks per second of the clips' time base.</summary>
    public const int Base = 30000;

    /// <summary>A clip of 1080p at 29.97 with shots of the given lengths, a key frame at each shot's start and every <paramref name="gop"/>
    /// seconds after.</summary>
    public static ClipMaterial Clip(
        string id,
        IReadOnlyList<double> shots,
        double gop = 2,
        int seed = 1,
        FrameRate? rate = null,
        double first = 0
    )
    {
        Rational timeBase = new(1, Base);
        FrameRate frames = rate ?? new FrameRate(30000, 1001);
        Random random = new(seed);
        List<Shot> list = [];
        List<KeyFrame> keys = [];
        double at = first;
        for (int i = 0; i < shots.Count; i++)
        {
            MediaTime start = OnGrid(at);
            at += shots[i];
            MediaTime end = OnGrid(at);
            list.Add(
                new Shot
                {
                    Start = start,
                    End = end,
                    StartKind = i == 0 ? BoundaryKind.ClipEdge : BoundaryKind.Cut,
                    EndKind = i == shots.Count - 1 ? BoundaryKind.ClipEdge : BoundaryKind.Cut,
                }
            );
            ulong print = (ulong)random.NextInt64();
            for (double t = start.Seconds; t < end.Seconds - 0.01; t += gop)
            {
                keys.Add(new KeyFrame(OnGrid(t), Picture(random, print), t == start.Seconds ? 0.5f : 0.1f * random.NextSingle()));
            }
        }

        return new ClipMaterial
        {
            Id = id,
            File = new SourceFile($"/footage/{id}.mp4", 1000, Day, $"f{id}"),
            Info = new MediaInfo
            {
                Path = $"/footage/{id}.mp4",
                Container = "mov,mp4,m4a,3gp,3g2,mj2",
                Video =
                [
                    new VideoStreamInfo
                    {
                        Index = 0,
                        Codec = "h264",
                        Width = 1920,
                        Height = 1080,
                        TimeBase = timeBase,
                        BaseRate = frames,
                        AverageRate = frames,
                    },
                ],
            },
            Analysis = new ClipAnalysis
            {
                Algorithm = "test",
                FirstFrame = list.Count > 0 ? list[0].Start : new MediaTime(0, timeBase),
                End = list.Count > 0 ? list[^1].End : new MediaTime(0, timeBase),
                KeyFrames = keys,
                Shots = new ShotList { Algorithm = "test", Shots = list },
            },
        };

        MediaTime OnGrid(double seconds) => new((long)Math.Round(Math.Round(seconds * frames.Value) * Base / frames.Value), timeBase);
    }

    /// <summary>Many clips of one shot each.</summary>
    public static IReadOnlyList<ClipMaterial> Takes(int count, double seconds, int seed = 1) =>
        [.. Enumerable.Range(0, count).Select(i => Clip($"c{i:00}", [seconds], seed: seed + i))];

    /// <summary>Clips of several shots of varied length.</summary>
    public static IReadOnlyList<ClipMaterial> Mixed(int clips, int shotsEach, double shortest, double longest, int seed = 1)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, clips)
                .Select(i =>
                    Clip(
                        $"c{i:00}",
                        [.. Enumerable.Range(0, shotsEach).Select(_ => shortest + (random.NextDouble() * (longest - shortest)))],
                        seed: seed + i
                    )
                ),
        ];
    }

    /// <summary>The same clip with its whole length measured for motion.</summary>
    public static ClipMaterial Measured(ClipMaterial clip, float amount, float panX = 0, float panY = 0, float shake = 0) =>
        clip with
        {
            Analysis = clip.Analysis with
            {
                Motion =
                [
                    new MotionFeatures
                    {
                        Start = clip.Analysis.FirstFrame,
                        End = clip.Analysis.End,
                        Amount = amount,
                        PanX = panX,
                        PanY = panY,
                        Shake = shake,
                        ObjectMotion = amount,
                        Curves = Swelling(clip, amount),
                    },
                ],
            },
        };

    // Five frames a second, of which every seventh moves four times as much.
    private static WindowCurves Swelling(ClipMaterial clip, float amount)
    {
        double[] times =
        [
            .. Enumerable
                .Range(0, (int)((clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds) * 5))
                .Select(i => clip.Analysis.FirstFrame.Seconds + (i / 5.0)),
        ];
        float[] action = [.. times.Select((_, i) => i % 7 == 1 ? amount : amount / 4)];
        return Curves(clip.Analysis.FirstFrame, clip.Analysis.End, times, action);
    }

    private static WindowCurves Curves(MediaTime start, MediaTime end, double[] times, float[] action) =>
        new()
        {
            Start = start,
            End = end,
            Seconds = times,
            Amount = action,
            Objects = action,
            Camera = [.. times.Select(_ => 0f)],
            Sharpness = [.. times.Select(_ => (float?)0.8f)],
            Luma = [.. times.Select(_ => 0.5f)],
            Flash = [.. times.Select(_ => 0f)],
            SaliencyX = [.. times.Select(_ => 0.5f)],
            SaliencyY = [.. times.Select(_ => 0.5f)],
        };

    /// <summary>A window of a clip measured frame by frame, whose action peaks so many seconds after its start.</summary>
    public static MotionFeatures Peaking(ClipMaterial clip, ShortlistedWindow window, double peakSeconds)
    {
        double rate = clip.Info.MainVideo!.AverageRate!.Value.Value;
        double[] times =
        [
            .. Enumerable
                .Range(0, (int)((window.Range.End.Seconds - window.Range.Start.Seconds) * rate))
                .Select(i => window.Range.Start.Seconds + (i / rate)),
        ];
        float[] action = [.. times.Select(t => Math.Abs(t - window.Range.Start.Seconds - peakSeconds) < 0.05 ? 0.8f : 0.1f)];
        return new MotionFeatures
        {
            Start = window.Range.Start,
            End = window.Range.End,
            Amount = 0.2f,
            PanX = 0,
            PanY = 0,
            Shake = 0,
            ObjectMotion = 0.2f,
            Curves = Curves(window.Range.Start, window.Range.End, times, action),
        };
    }

    /// <summary>A song in 4/4: beats on an exact grid, loudness by section kind (alternating verse and chorus of eight bars).</summary>
    public static MusicMaterial Song(
        double bpm = 120,
        double seconds = 240,
        double offset = 0,
        RhythmStrategy strategy = RhythmStrategy.Beats,
        SongStretch? stretch = null
    )
    {
        double period = 60 / bpm;
        List<Beat> beats = [];
        for (int i = 0; offset + (i * period) < seconds; i++)
        {
            beats.Add(new Beat(offset + (i * period), (i % 4) + 1, i % 4 == 0 ? 1 : 0.6f));
        }

        double eight = 32 * period;
        List<MusicSection> sections = [];
        for (double t = 0; t < seconds; t += eight)
        {
            double start = t == 0 ? 0 : t + offset;
            bool loud = sections.Count % 2 == 1;
            sections.Add(
                new MusicSection(
                    start,
                    Math.Min(seconds, t + eight + offset),
                    loud ? SectionKind.Chorus : SectionKind.Verse,
                    loud ? 0.9f : 0.4f
                )
            );
        }

        bool isBeat = strategy is RhythmStrategy.Beats or RhythmStrategy.User;
        return new MusicMaterial
        {
            File = new SourceFile("/music/song.mp3", 1000, Day, "song"),
            TrackSeconds = seconds,
            Stretch = stretch,
            Analysis = new MusicAnalysis
            {
                Algorithm = "test",
                AnalysedEnd = seconds,
                Strategy = strategy,
                Confidence = 0.9,
                Reason = "Made for a test.",
                TempoBpm = isBeat ? bpm : null,
                BeatsPerBar = isBeat ? 4 : null,
                Beats = strategy == RhythmStrategy.None ? [] : [.. beats.Select(b => isBeat ? b : b with { BarPosition = 0 })],
                Energy = new EnergyProfile(
                    0.1,
                    [.. Enumerable.Range(0, (int)(seconds * 10)).Select(i => sections.First(s => i / 10.0 < s.End).Energy)]
                ),
                Sections = sections,
            },
        };
    }

    public static PlanRequest Request(string style = "dynamic", double? seconds = 60, FrameRate? rate = null, long seed = 1) =>
        new()
        {
            Rate = rate ?? new FrameRate(30),
            Aspect = new Rational(16, 9),
            DurationSeconds = seconds,
            Style = StyleLibrary.Find(style),
            Seed = seed,
        };

    /// <summary>Seconds of the source that a shot shows.</summary>
    public static (double Start, double End) Window(TimelineShot shot, Timeline timeline) =>
        (shot.In.Seconds, shot.In.Seconds + timeline.Rate.SecondsAt(shot.Record.Length));

    private static PictureFeatures Picture(Random random, ulong print) =>
        new()
        {
            Luma = 0.3f + (0.3f * random.NextSingle()),
            Contrast = 0.1f + (0.1f * random.NextSingle()),
            Sharpness = 0.2f + (0.6f * random.NextSingle()),
            BlackShare = 0,
            WhiteShare = 0,
            Saturation = 0.5f * random.NextSingle(),
            ChromaBlue = 0,
            ChromaRed = 0,
            Fingerprint = print,
            Closeness = print % 97 / 96f,
            People = print % 5 == 0 ? 0.1f : 0,
        };
}
