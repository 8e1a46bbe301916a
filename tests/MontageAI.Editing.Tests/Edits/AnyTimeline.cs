using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Sound timelines and edits of every kind, made up from a number.</summary>
internal static class AnyTimeline
{
    private static readonly Rational s_clock = new(1, 30000);

    /// <summary>A sound timeline with everything that a timeline can have.</summary>
    public static Timeline Of(int seed)
    {
        Random random = new(seed);
        TimelineSource[] sources =
        [
            .. Enumerable
                .Range(0, random.Next(2, 6))
                .Select(i => new TimelineSource
                {
                    Id = $"c{i:00}",
                    Path = $"/footage/c{i:00}.mp4",
                    Fingerprint = $"f{i:00}",
                    VideoStream = 0,
                    AvailableStart = new MediaTime(random.Next(0, 2) * 900, s_clock),
                    AvailableEnd = MediaTime.FromSeconds(random.Next(3, 30), s_clock),
                    Still = i == 1 ? true : null,
                }),
        ];
        FrameRate rate = random.Next(2) == 0 ? new FrameRate(30) : new FrameRate(24000, 1001);
        List<TimelineShot> shots = [];
        long at = 0;
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            long length = random.Next(2, 60);
            shots.Add(Shot(random, rate, sources, shots, new FrameRange(at, at + length)));
            at += length;
        }

        double gap = 60.0 / random.Next(60, 200);
        int beats = random.Next(4) == 0 ? 0 : (int)(rate.SecondsAt(at) / gap);
        Timeline timeline = new()
        {
            Rate = rate,
            Frames = at,
            Aspect = new Rational(16, 9),
            Style = "any",
            Seed = seed,
            Sources = sources,
            Shots = shots,
            ShotsNamed = shots.Count,
            Beats = [.. Enumerable.Range(0, beats).Select(i => new TimelineBeat(rate.FrameAt(i * gap), i * gap, (i % 4) + 1))],
        };
        // The grid of shots is laid over the beats here and there, so that there are cuts to move.
        timeline = timeline with
        {
            Beats = [.. timeline.Beats.Where(b => b.Frame < at).Select(b => OnCut(b, timeline)).DistinctBy(b => b.Frame)],
        };
        timeline = EffectRepair.Joined(timeline, Enumerable.Range(0, shots.Count));
        return random.Next(3) == 0 && timeline.Shots[^1].Record.Length > 8 && timeline.Shots[^1].Entry is null
            ? timeline with
            {
                Ending = new ShotTransition(TransitionKind.FadeBlack, 4),
            }
            : timeline;
    }

    /// <summary>An edit of any kind, with values that are possible more often than not.</summary>
    public static TimelineEdit Edit(Timeline timeline, int seed)
    {
        Random random = new(seed);
        int index = random.Next(timeline.Shots.Count + (random.Next(20) == 0 ? 1 : 0));
        ShotRef shot = index < timeline.Shots.Count && random.Next(2) == 0 ? ShotRef.Of(timeline.Shots[index].Id) : ShotRef.At(index);
        string clip = timeline.Sources[random.Next(timeline.Sources.Count)].Id;
        double seconds = Math.Round(random.NextDouble() * 5, 2);
        EditAmount amount = new[]
        {
            new EditAmount(random.Next(-20, 40), EditUnit.Frames),
            new EditAmount(Math.Round(random.NextDouble(), 3), EditUnit.Seconds),
            new EditAmount(random.Next(-2, 3), EditUnit.Beats),
        }[random.Next(3)];
        return random.Next(18) switch
        {
            0 => new SwapEdit(shot),
            1 => new PinEdit(shot, clip, MediaTime.FromSeconds(seconds, new Rational(1, 1000))),
            2 => new SlipEdit(shot, random.Next(-30, 30)),
            3 => new RollEdit(shot, amount),
            4 => new MoveEdit(shot, ShotRef.At(random.Next(timeline.Shots.Count))),
            5 => new DropEdit(shot),
            6 => new BanEdit(clip),
            7 => new UnbanEdit(timeline.Bans.Count > 0 ? timeline.Bans[0] : clip),
            8 => new SplitEdit(shot, amount),
            9 => new JoinEdit(shot),
            10 => new LockEdit(shot),
            11 => new UnlockEdit(shot),
            12 => new SpeedEdit(shot, new Rational(random.Next(1, 8), 4)),
            13 => new TransitionEdit(random.Next(8) == 0 ? null : shot, random.Next(5) == 0 ? null : Transition(random)),
            14 => new CorrectEdit(shot, random.Next(4) == 0 ? null : new CorrectionChange { Exposure = 0.5, Sharpen = random.Next(3) }),
            15 => new CameraEdit(shot, random.Next(3) == 0 ? null : Camera(random, random.Next(1, 40))),
            16 => new TextEdit(
                (TextKind)random.Next(4),
                random.Next(-2, 3),
                random.Next(2) == 0 ? null : 4,
                random.Next(3) == 0 ? null : "words"
            ),
            _ => new RebeatEdit(
                new BeatChange(
                    (BeatChangeKind)random.Next(7),
                    random.Next(-3, 4) * (random.Next(2) == 0 ? 1 : 40),
                    [new BeatMark(0.1), new BeatMark(1, true), new BeatMark(2.5)]
                )
            ),
        };
    }

    private static TimelineBeat OnCut(TimelineBeat beat, Timeline timeline)
    {
        long cut = timeline.Shots.MinBy(s => Math.Abs(s.Record.Start - beat.Frame))!.Record.Start;
        return Math.Abs(cut - beat.Frame) <= 5 ? beat with { Frame = cut, Time = timeline.Rate.SecondsAt(cut) } : beat;
    }

    private static TimelineShot Shot(Random random, FrameRate rate, TimelineSource[] sources, List<TimelineShot> before, FrameRange record)
    {
        TimelineSource source = sources[random.Next(sources.Length)];
        TimelineShot shot = new()
        {
            Id = $"s{before.Count + 1}",
            Record = record,
            Source = source.Id,
            In = source.AvailableStart,
            Speed = source.Still == true ? new Rational(1) : new Rational(random.Next(1, 5), 2),
            Ramp = source.Still != true && random.Next(3) == 0 ? Ramp(random, record.Length) : null,
            Camera = random.Next(3) == 0 ? Camera(random, record.Length) : null,
            Correction = random.Next(3) == 0 ? new ShotCorrection { Exposure = 0.25 } : null,
            Entry = random.Next(3) == 0 && (before.Count > 0 || random.Next(2) == 0) ? Transition(random) : null,
            Locked = random.Next(6) == 0,
            Reasons = [ShotReason.Words("made up")],
        };
        double needed = ShotClock.SourceLength(shot, rate),
            room = source.AvailableEnd.Seconds - source.AvailableStart.Seconds - needed;
        if (room < 0)
        {
            // Slow enough to last.
            shot = shot with
            {
                Ramp = null,
                Speed = new Rational(1, 4),
            };
            room = source.AvailableEnd.Seconds - source.AvailableStart.Seconds - ShotClock.SourceLength(shot, rate);
        }

        return shot with
        {
            In = MediaTime.FromSeconds(source.AvailableStart.Seconds + (room * random.NextDouble()), s_clock),
            Alternatives =
            [
                .. sources
                    .Where(s => s.Id != source.Id && random.Next(2) == 0)
                    .Select(s => new ShotAlternative(s.Id, s.AvailableStart, ShotReason.Words("made up"))),
            ],
        };
    }

    private static ShotTransition Transition(Random random) =>
        new((TransitionKind)random.Next(7), 2 * random.Next(1, 8), (TransitionDirection)random.Next(4));

    private static SpeedPoint[] Ramp(Random random, long length) =>
        [
            .. Enumerable
                .Range(0, random.Next(1, 5))
                .Select(_ => random.Next((int)length + 1))
                .Order()
                .GroupBy(f => f)
                .SelectMany(g => g.Take(2))
                .Select(f => new SpeedPoint(f, random.NextDouble() * 2)),
        ];

    private static CameraKey[] Camera(Random random, long length) =>
        [
            .. Enumerable
                .Range(0, random.Next(1, 5))
                .Select(_ => (long)random.Next((int)length))
                .Distinct()
                .Order()
                .Select(f => new CameraKey(
                    f,
                    random.NextDouble(),
                    random.NextDouble(),
                    1 + random.NextDouble(),
                    (CameraEase)random.Next(4)
                )),
        ];
}
