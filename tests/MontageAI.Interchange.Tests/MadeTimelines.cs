using System.Globalization;
using CsCheck;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests;

/// <summary>Timelines out of chance: all rates, start timecodes at the day's end and in drop frame, transitions of every kind, speeds,
/// ramps, shots of one frame, names from hell.</summary>
internal static class MadeTimelines
{
    private static readonly string[] s_rates = ["24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60"];

    private static readonly string[] s_names =
    [
        "plain.mp4",
        "with space.mov",
        "quote\"and'.mp4",
        "a&b<c>]]>.mp4",
        "100%#1?.mp4",
        "emoji \U0001F3AC.mp4",
        "new\nline.mp4",
        "comma, semicolon;.mp4",
        "Überlänge mit Leerzeichen und vielem mehr.mp4",
        "ends with dot..mp4",
    ];

    private static readonly string[] s_speeds = ["1", "1", "1", "1", "1/2", "3/5", "2", "5/4", "4"];

    /// <summary>Timelines.</summary>
    public static Gen<Timeline> All { get; } = Gen.Int[1, 12].SelectMany(shots => Gen.UInt.Select(seed => Of(shots, seed)));

    /// <summary>A timeline of so many shots, always the same for a seed.</summary>
    public static Timeline Of(int shots, uint seed)
    {
        Random random = new((int)seed);
        FrameRate rate = Rate(Pick(random, s_rates));
        TimelineSource[] sources = [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => Source(random, i))];
        List<TimelineShot> list = [];
        long at = 0;
        for (int i = 0; i < shots; i++)
        {
            TimelineShot shot = Shot(random, i, at, rate, sources, list);
            list.Add(shot);
            at = shot.Record.End;
        }

        double length = rate.SecondsAt(at);
        return new Timeline
        {
            Rate = rate,
            Frames = at,
            Aspect = random.Next(4) == 0 ? new Rational(9, 16) : new Rational(16, 9),
            Style = "dynamic",
            Seed = seed,
            Music = random.Next(5) == 0 ? null : Music(random, length),
            Sources = sources,
            ShotsNamed = shots,
            Shots = list,
            Beats = [.. Beats(rate, length, random)],
            Look = random.Next(2) == 0 ? new PictureLook { Name = "teal_orange", Contrast = 0.2 } : null,
            Ending = at > 20 && list[^1].Record.Length > 10 && random.Next(3) == 0 ? new ShotTransition(TransitionKind.FadeBlack, 4) : null,
        };
    }

    private static TimelineShot Shot(Random random, int index, long at, FrameRate rate, TimelineSource[] sources, List<TimelineShot> before)
    {
        TimelineSource source = Pick(random, sources);
        FrameRate own = source.Rate!.Value;
        long length = random.Next(5) == 0 ? 1 : random.Next(2, 100);
        Rational speed = Rational.TryParse(Pick(random, s_speeds), out Rational parsed) ? parsed : new Rational(1);
        long first = random.Next(20, 5000);
        long ticks = (long)Math.Round(first * source.AvailableStart.TimeBase.Denominator / own.Value);
        bool ramped = length > 10 && random.Next(8) == 0;
        return new TimelineShot
        {
            Id = "s" + (index + 1).ToString(CultureInfo.InvariantCulture),
            Record = new FrameRange(at, at + length),
            Source = source.Id,
            In = new MediaTime(source.AvailableStart.Ticks + ticks, source.AvailableStart.TimeBase),
            Speed = ramped ? new Rational(1) : speed,
            Ramp = ramped ? [new SpeedPoint(0, 1), new SpeedPoint(length - 1, 2)] : null,
            Entry = Entry(random, index, length, before),
            Camera = random.Next(6) == 0 ? [new CameraKey(0, 0.5, 0.5), new CameraKey(length, 0.4, 0.5, 1.5)] : null,
            Correction = random.Next(6) == 0 ? new ShotCorrection { Exposure = 0.5, Reason = "dark" } : null,
            Reasons = [ShotReason.Of(index == 0 ? ReasonCodes.Opens : ReasonCodes.Downbeat, random.Next(3) == 0 ? "chorus" : "verse")],
        };
    }

    private static ShotTransition? Entry(Random random, int index, long length, List<TimelineShot> before)
    {
        if (index == 0)
        {
            return random.Next(4) == 0 && length > 4 ? new ShotTransition(TransitionKind.FadeBlack, 4) : null;
        }

        // What a transition takes of a shot, another cannot take.
        TimelineShot last = before[^1];
        long room = Math.Min(length / 2, (last.Record.Length / 2) - (last.Entry?.Half ?? 0));
        return room < 1 || random.Next(3) != 0
            ? null
            : new ShotTransition((TransitionKind)random.Next(7), 2 * random.Next(1, (int)Math.Min(room, 12) + 1));
    }

    private static TimelineSource Source(Random random, int index)
    {
        string rate = Pick(random, s_rates);
        FrameRate own = Rate(rate);
        bool drop = TimecodeCount.CanDrop(own) && random.Next(2) == 0;
        TimecodeCount count = new(own, drop);
        string? start = random.Next(4) switch
        {
            0 => null,
            1 => count.Label(count.PerDay - count.PerSecond),
            2 => count.Label(count.PerSecond * 3600L),
            _ => count.Label(random.Next(1_000_000)),
        };
        Rational timeBase = new(1, own.Timescale);
        return new TimelineSource
        {
            Id = "c" + index.ToString("00", CultureInfo.InvariantCulture),
            Path = string.Create(CultureInfo.InvariantCulture, $"/media/{index}/{(index == 0 ? "" : index)}{Pick(random, s_names)}"),
            Fingerprint = string.Concat(Enumerable.Repeat(index.ToString("x2", CultureInfo.InvariantCulture), 32)),
            VideoStream = 0,
            AvailableStart = new MediaTime(random.Next(2) * 1000, timeBase),
            AvailableEnd = new MediaTime((random.Next(2) * 1000) + (long)Math.Round(20_000 * own.Timescale / own.Value), timeBase),
            HasAudio = random.Next(3) != 0,
            Rate = own,
            StartTimecode = start,
            Reel = random.Next(5) == 0 ? "A00" + index.ToString(CultureInfo.InvariantCulture) : null,
            Width = 1920,
            Height = 1080,
            Sound = [new SourceSound(1, 1 + random.Next(2), 48_000)],
        };
    }

    private static MusicBed Music(Random random, double length)
    {
        bool loops = length > 4 && random.Next(3) == 0;
        double start = random.Next(0, 30_000) / 1000.0;
        return new MusicBed
        {
            Path = "/music/my song & more.wav",
            Fingerprint = new string('f', 64),
            Start = start,
            LoopStart = loops ? start + 0.5 : 0,
            LoopEnd = loops ? start + 2.75 : null,
            FadeOut = 1,
            ClipSoundDb = random.Next(2) == 0 ? -12 : null,
        };
    }

    private static IEnumerable<TimelineBeat> Beats(FrameRate rate, double length, Random random)
    {
        double step = 0.45 + (random.NextDouble() * 0.2);
        for (int i = 0; i * step < length; i++)
        {
            yield return new TimelineBeat(rate.FrameAt(i * step), i * step, (i % 4) + 1);
        }
    }

    private static FrameRate Rate(string text) => FrameRate.TryParse(text, out FrameRate rate) ? rate : throw new ArgumentException(text);

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
