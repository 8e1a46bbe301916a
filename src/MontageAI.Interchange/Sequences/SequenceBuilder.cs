using System.Globalization;
using MontageAI.Errors;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Sequences;

/// <summary>Makes a sequence of a timeline: seconds become whole frames of the files, each from its own moment, by rounding.</summary>
public static class SequenceBuilder
{
    private const double Natural = 1;

    /// <summary>Makes one.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ConfigurationException">The start timecode does not exist at the timeline's rate.</exception>
    public static BuiltSequence Of(Timeline timeline, SequenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(options);
        List<Loss> losses = [];
        TimecodeCount count = new(timeline.Rate, options.IsDrop ?? TimecodeCount.CanDrop(timeline.Rate));
        long start = StartOf(count, options.StartTimecode);
        Dictionary<string, SequenceMedia> media = SequenceSources.Of(timeline, options, losses);
        SequenceClip[] clips = [.. timeline.Shots.Select((shot, i) => Clip(timeline, i, media[shot.Source], options))];
        for (int i = 0; i < clips.Length; i++)
        {
            losses.AddRange(ShotLosses.Of(timeline, i, options));
            CheckHandles(clips, i, losses);
        }

        ShotLosses.OfAll(timeline, options, losses);
        List<SequenceSong> song = SequenceSources.Song(timeline, options, count, losses);
        (int width, int height) = Canvas(timeline);
        Sequence sequence = new()
        {
            Name = options.Name,
            Count = count,
            Start = start,
            Frames = timeline.Frames,
            Width = width,
            Height = height,
            Media = [.. clips.Select(c => c.Media).Distinct(), .. song.Select(s => s.Media).Distinct()],
            Clips = clips,
            Song = song,
            ClipSoundDb = timeline.ClipSoundDb,
            Markers = [.. SequenceMarkers.Of(timeline, options, losses)],
            Titles = timeline.Titles ?? [],
            Captions = timeline.Captions?.Cues ?? [],
            Fingerprint = options.Fingerprint,
        };
        return new BuiltSequence(sequence, losses);
    }

    /// <summary>The frame number of a label.</summary>
    /// <exception cref="ConfigurationException">There is no such label.</exception>
    public static long StartOf(TimecodeCount count, string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return count.TryFrame(label, out long frame, out string problem)
            ? frame
            : throw new ConfigurationException(
                ErrorCode.Range,
                $"'{label}' {problem}. Write a timecode that exists at {count.Rate} frames per second, such as 01:00:00:00.",
                Field.StartTimecode
            );
    }

    /// <summary>The speed of a shot: of a ramp its average, exact to a millionth.</summary>
    public static Rational SpeedOf(TimelineShot shot, FrameRate rate)
    {
        ArgumentNullException.ThrowIfNull(shot);
        if (shot.Ramp is not { Count: > 0 })
        {
            return shot.Speed;
        }

        double average = ShotClock.SourceLength(shot, rate) / rate.SecondsAt(shot.Record.Length);
        return new Rational((long)Math.Round(average * 1_000_000), 1_000_000);
    }

    /// <summary>The frame of a file that is nearest to a moment, counted from its first usable one.</summary>
    public static long FrameOf(TimelineSource source, MediaTime time, FrameRate rate)
    {
        ArgumentNullException.ThrowIfNull(source);
        Int128 ticks = Ticks(time, source.AvailableStart);
        Int128 numerator = ticks * time.TimeBase.Numerator * rate.Fraction.Numerator,
            denominator = (Int128)time.TimeBase.Denominator * rate.Fraction.Denominator;
        Int128 doubled = (2 * (numerator < 0 ? -numerator : numerator)) + denominator;
        long rounded = (long)(doubled / (2 * denominator));
        return numerator < 0 ? -rounded : rounded;
    }

    /// <summary>The moment of a frame of a file, counted from its first usable one.</summary>
    public static MediaTime TimeOf(TimelineSource source, long frame, FrameRate rate)
    {
        ArgumentNullException.ThrowIfNull(source);
        Rational timeBase = source.AvailableStart.TimeBase;
        Int128 numerator = (Int128)frame * rate.Fraction.Denominator * timeBase.Denominator,
            denominator = (Int128)rate.Fraction.Numerator * timeBase.Numerator;
        Int128 doubled = (2 * (numerator < 0 ? -numerator : numerator)) + denominator;
        long ticks = (long)(doubled / (2 * denominator));
        return new MediaTime(source.AvailableStart.Ticks + (numerator < 0 ? -ticks : ticks), timeBase);
    }

    private static Int128 Ticks(MediaTime time, MediaTime from) =>
        time.TimeBase == from.TimeBase
            ? (Int128)time.Ticks - from.Ticks
            : (Int128)time.Ticks - MediaTime.FromSeconds(from.Seconds, time.TimeBase).Ticks;

    private static SequenceClip Clip(Timeline timeline, int index, SequenceMedia media, SequenceOptions options)
    {
        TimelineShot shot = timeline.Shots[index];
        TimelineSource source = timeline.Sources.First(s => s.Id == shot.Source);
        BakedShot? baked = options.Baked.GetValueOrDefault(shot.Id);
        bool wipes = options.HoldsWipes && baked?.Choice != BakeChoice.All,
            shown = shot.Entry is { } entry && (entry.Kind == TransitionKind.Dissolve || (entry.Kind == TransitionKind.Wipe && wipes));
        SequenceClip clip = new()
        {
            Shot = shot.Id,
            Record = shot.Record,
            Media = media,
            In = media.IsStill ? 0 : FrameOf(source, shot.In, media.Rate),
            Speed = SpeedOf(shot, timeline.Rate),
            Entry = shown && index > 0 ? shot.Entry : null,
            Notes = [.. ShotNotes.Of(timeline, index)],
            Grid = timeline.Rate,
        };
        return baked is null
            ? clip
            : clip with
            {
                Media = SequenceSources.Media(timeline, baked.Source, options),
                Original = media,
                In = baked.In,
                Speed = new Rational(1),
            };
    }

    // A dissolve shows more of both files than their shots do.
    private static void CheckHandles(SequenceClip[] clips, int index, List<Loss> losses)
    {
        if (clips[index].Entry is not { } entry || index == 0)
        {
            return;
        }

        (SequenceClip before, SequenceClip after) = (clips[index - 1], clips[index]);
        bool short1 =
                before.Media is { IsStill: false, Frames: { } frames } && before.SourceFrame(before.Record.Length + entry.Half) > frames,
            short2 = !after.Media.IsStill && after.SourceFrame(-entry.Half) < 0;
        if (short1 || short2)
        {
            losses.Add(
                new Loss(
                    LossCodes.Handles,
                    after.Shot,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the {ShotLosses.Word(entry.Kind)} of {entry.Frames} frames reaches beyond the footage of "
                            + $"{(short1 ? before.Media.Name : after.Media.Name)}; our film holds the nearest picture there, the program "
                            + $"may shorten it."
                    )
                )
            );
        }
    }

    // As large as the largest source allows, with even sides.
    private static (int Width, int Height) Canvas(Timeline timeline)
    {
        Rational aspect = timeline.Aspect;
        int tallest = timeline
            .Sources.Where(s => s.Still != true)
            .Select(s => Math.Min(s.Width ?? 0, s.Height ?? 0))
            .DefaultIfEmpty()
            .Max();
        int shortSide = tallest switch
        {
            > 1440 => 2160,
            > 1080 => 1440,
            > 720 or 0 => 1080,
            _ => 720,
        };
        double ratio = Math.Max(aspect.Value, Natural / aspect.Value);
        int longSide = Math.Max(2, 2 * (int)Math.Round(shortSide * ratio / 2));
        return aspect.Value >= Natural ? (longSide, shortSide) : (shortSide, longSide);
    }
}
