using System.Globalization;
using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>Ranges of every number and text of a timeline, so that nothing beyond them can be computed with, and small enough that no
/// product of two of them overflows.</summary>
internal static class RangeRules
{
    private const double MostHours = 24;
    private const double MostSeconds = 1e7;
    private const long MostTicks = 1L << 53;

    // Time bases of files; a grid; a shape; a speed.
    private const long MostTimeBase = 1L << 32;
    private const long MostRate = 10_000_000;
    private const long MostSmallPart = 100_000;
    private const double MostSpeed = 1000;
    private const long MostFrames = 100_000_000;

    /// <summary>Finds what lies outside its range.</summary>
    public static IEnumerable<(string Path, string Text)> Find(Timeline timeline)
    {
        List<(string, string)> problems = [];
        Check(problems, "rate", IsFraction(timeline.Rate.Fraction, 0.1, 1000, MostRate), "the rate must be 1/10 to 1000 frames a second.");
        if (problems.Count == 0)
        {
            long most = (long)(MostHours * 3600 * timeline.Rate.Value);
            Check(problems, "frames", timeline.Frames <= most, $"it has {timeline.Frames} frames; {most} ({MostHours} h) are the most.");
        }

        Check(
            problems,
            "aspect",
            IsFraction(timeline.Aspect, 0.1, 10, MostSmallPart),
            $"the aspect {timeline.Aspect} must be 1/10 to 10, for example 16/9."
        );
        Range(problems, "shotsNamed", timeline.ShotsNamed, 0, MostFrames);
        Each(problems, "sources", timeline.Sources, Source);
        Each(problems, "shots", timeline.Shots, Shot);
        Each(
            problems,
            "beats",
            timeline.Beats,
            (found, at, beat) =>
            {
                Range(found, at + ".frame", beat.Frame, -MostFrames, MostFrames);
                Range(found, at + ".time", beat.Time, -MostSeconds, MostSeconds);
                Range(found, at + ".barPosition", beat.BarPosition, 0, 1000);
            }
        );
        if (timeline.Music is { } music)
        {
            Music(problems, music);
        }

        if (timeline.Look is { } look)
        {
            Look(problems, look);
        }

        if (timeline.Sound is { } sound)
        {
            Range(problems, "sound.crossfadeSeconds", sound.CrossfadeSeconds, 0, 10);
            Range(problems, "sound.duckDb", sound.DuckDb, -100, 0);
            Range(problems, "sound.duckAttackSeconds", sound.DuckAttackSeconds, 0, 10);
            Range(problems, "sound.duckReleaseSeconds", sound.DuckReleaseSeconds, 0, 10);
        }

        return problems;
    }

    private static void Source(List<(string, string)> problems, string at, TimelineSource source)
    {
        Named(problems, at + ".id", source.Id);
        Named(problems, at + ".path", source.Path);
        Named(problems, at + ".fingerprint", source.Fingerprint);
        Range(problems, at + ".videoStream", source.VideoStream, 0, 10_000);
        Moment(problems, at + ".availableStart", source.AvailableStart);
        Moment(problems, at + ".availableEnd", source.AvailableEnd);
        Check(
            problems,
            at + ".rate",
            source.Rate is not { } rate || IsFraction(rate.Fraction, 1e-6, 1000, MostTicks),
            $"{at}.rate must be a rate of at most 1000 frames a second."
        );
        Range(problems, at + ".captureRate", source.CaptureRate ?? 1, 1e-6, 100_000);
        Range(problems, at + ".width", source.Width ?? 1, 1, 100_000);
        Range(problems, at + ".height", source.Height ?? 1, 1, 100_000);
        Each(
            problems,
            at + ".sound",
            source.Sound ?? [],
            (found, place, sound) =>
            {
                Range(found, place + ".stream", sound.Stream, 0, 10_000);
                Range(found, place + ".channels", sound.Channels, 0, 1024);
                Range(found, place + ".sampleRate", sound.SampleRate, 0, 100_000_000);
            }
        );
    }

    private static void Shot(List<(string, string)> problems, string at, TimelineShot shot)
    {
        Check(
            problems,
            at + ".speed",
            IsFraction(shot.Speed, double.Epsilon, MostSpeed, MostSmallPart * 100),
            $"{at}.speed is {shot.Speed}; it must be above 0 and at most {MostSpeed}."
        );
        Moment(problems, at + ".in", shot.In);
        Each(problems, at + ".alternatives", shot.Alternatives, (found, place, other) => Moment(found, place + ".in", other.In));
        Each(problems, at + ".ramp", shot.Ramp ?? [], (found, place, point) => Range(found, place + ".frame", point.Frame, 0, MostFrames));
        Each(problems, at + ".camera", shot.Camera ?? [], (found, place, key) => Range(found, place + ".frame", key.Frame, 0, MostFrames));
        if (shot.Correction is not { } correction)
        {
            return;
        }

        at += ".correction";
        Range(problems, at + ".exposure", correction.Exposure, -3, 3);
        Range(problems, at + ".red", correction.Red, -1, 1);
        Range(problems, at + ".blue", correction.Blue, -1, 1);
        Range(problems, at + ".contrast", correction.Contrast, -1, 1);
        Range(problems, at + ".saturation", correction.Saturation, -1, 1);
        Range(problems, at + ".stabilise", correction.Stabilise, 0, 1);
        Range(problems, at + ".denoise", correction.Denoise, 0, 1);
        Range(problems, at + ".sharpen", correction.Sharpen, 0, 1);
    }

    private static void Music(List<(string, string)> problems, MusicBed music)
    {
        Named(problems, "music.path", music.Path);
        Named(problems, "music.fingerprint", music.Fingerprint);
        Range(problems, "music.start", music.Start, 0, MostSeconds);
        Range(problems, "music.loopStart", music.LoopStart, 0, MostSeconds);
        Check(
            problems,
            "music.loopEnd",
            music.LoopEnd is not { } end || (end > music.LoopStart && end <= MostSeconds),
            "music.loopEnd must lie after music.loopStart."
        );
        Range(problems, "music.fadeIn", music.FadeIn, 0, MostHours * 3600);
        Range(problems, "music.fadeOut", music.FadeOut, 0, MostHours * 3600);
        Range(problems, "music.clipSoundDb", music.ClipSoundDb ?? 0, -100, 24);
        Range(problems, "music.loudnessLufs", music.LoudnessLufs, -70, -5);
    }

    private static void Look(List<(string, string)> problems, PictureLook look)
    {
        Range(problems, "look.exposure", look.Exposure, -3, 3);
        (string Name, double Value)[] changes =
        [
            ("contrast", look.Contrast),
            ("saturation", look.Saturation),
            ("temperature", look.Temperature),
            ("tint", look.Tint),
            ("shadows", look.Shadows),
            ("highlights", look.Highlights),
            ("splitTone", look.SplitTone),
        ];
        (string Name, double Value)[] amounts =
        [
            ("lutStrength", look.LutStrength),
            ("vignette", look.Vignette),
            ("grain", look.Grain),
            ("sharpen", look.Sharpen),
            ("denoise", look.Denoise),
        ];
        foreach ((string name, double value) in changes)
        {
            Range(problems, "look." + name, value, -1, 1);
        }

        foreach ((string name, double value) in amounts)
        {
            Range(problems, "look." + name, value, 0, 1);
        }
    }

    private static void Each<T>(
        List<(string, string)> problems,
        string list,
        IReadOnlyList<T> items,
        Action<List<(string, string)>, string, T> check
    )
    {
        for (int i = 0; i < items.Count; i++)
        {
            check(problems, TimelineRules.Item(list, i), items[i]);
        }
    }

    private static void Moment(List<(string, string)> problems, string path, MediaTime moment) =>
        Check(
            problems,
            path,
            IsFraction(moment.TimeBase, double.Epsilon, 1e6, MostTimeBase)
                && moment.Ticks is >= -MostTicks and <= MostTicks
                && Math.Abs(moment.Seconds) <= MostSeconds * 1000,
            $"{path} ({moment}) is no moment of a file; its time base must be above 0, for example 1/90000."
        );

    private static void Named(List<(string, string)> problems, string path, string value) =>
        Check(problems, path, value.Length > 0, $"{path} is empty. Write what belongs there.");

    private static void Range(List<(string, string)> problems, string path, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            problems.Add((path, string.Create(CultureInfo.InvariantCulture, $"{path} is {value}; it must be {least} to {most}.")));
        }
    }

    private static bool IsFraction(Rational value, double least, double most, long largestPart) =>
        value.Value >= least && value.Value <= most && value.Numerator <= largestPart && value.Denominator <= largestPart;

    private static void Check(List<(string, string)> problems, string path, bool isRight, string text)
    {
        if (!isRight)
        {
            problems.Add((path, text));
        }
    }
}
