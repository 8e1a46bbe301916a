using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Returning;

/// <summary>A shot of an edited sequence, its file known.</summary>
internal sealed record ReturnedShot
{
    // Documents write 29.97 for 30000/1001, which is a millionth off; 30 is a thousandth off and another rate.
    private const double SameRate = 1e-5;

    /// <summary>Frames of the sequence.</summary>
    public required FrameRange Record { get; init; }

    /// <summary>Its file.</summary>
    public required TimelineSource Source { get; init; }

    /// <summary>Frames per second of the file.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>The frame shown first, from the file's first.</summary>
    public required long In { get; init; }

    /// <summary>Frames by which <see cref="In"/> may be off, since the document counts in other units.</summary>
    public required int Tolerance { get; init; }

    /// <summary>Source seconds per second, 0 or more.</summary>
    public required double Speed { get; init; }

    /// <summary>How it is entered; null for a hard cut.</summary>
    public FlatTransition? Entry { get; init; }

    /// <summary>Name of the shot that it came from, where the document still says.</summary>
    public string? Shot { get; init; }

    /// <summary>The shot that the file was rendered for, with ramp and camera as they are seen from the first frame shown; null for other
    /// files.</summary>
    public TimelineShot? Pictures { get; init; }

    /// <summary>Whether a transition that is no dissolve is in its pictures, so that a hard cut says nothing about it.</summary>
    public bool HasEntryInside { get; init; }

    /// <summary>The frame of the file after the last one shown.</summary>
    public double End(FrameRate grid) => In + (Record.Length * Speed * Rate.Value / grid.Value);

    /// <summary>Makes one.</summary>
    /// <param name="flat">The stretch; it has a clip.</param>
    /// <param name="source">Its file.</param>
    /// <param name="grid">Frames per second of the sequence.</param>
    /// <param name="precision">Frames by which the format itself may be off.</param>
    public static ReturnedShot Of(FlatPicture flat, TimelineSource source, FrameRate grid, int precision)
    {
        EditedClip clip = flat.Clip!;
        (TimecodeCount count, long start) = MediaBook.NumbersOf(source, grid);
        FrameRate rate = count.Rate;
        double speed = Math.Abs(clip.Speed);
        EditedTime? from = clip.Source?.Start ?? clip.Media.Available?.Start;
        double own = start / rate.Value,
            begin = clip.Media.Available?.Start.Seconds ?? own,
            seconds = (from?.Seconds ?? begin) - begin;
        if (clip.Media.Day is { } day)
        {
            seconds -= day * Math.Round(seconds / day);
        }

        if (seconds < -1 && clip.Media.Day is not null && from is { Seconds: >= 0 } && from.Value.Seconds < begin)
        {
            seconds = from.Value.Seconds;
        }
        else if (clip.Media.Day is null && seconds < -0.5 / rate.Value && from is { Seconds: >= 0 } && from.Value.Seconds < begin)
        {
            // A program that knows of no timecode counts from the file's first frame.
            seconds = from.Value.Seconds;
        }

        long frame = (long)Math.Round((seconds + (flat.Skipped * speed)) * rate.Value, MidpointRounding.AwayFromZero);
        double unit = from?.Rate > 0 ? from.Value.Rate : rate.Value;
        bool same = Math.Abs((unit / rate.Value) - 1) < SameRate || flat.Skipped > 0;
        return new ReturnedShot
        {
            Record = flat.Record,
            Source = source,
            Rate = rate,
            In = source.Still == true ? 0 : Math.Max(0, frame),
            Tolerance = precision + clip.Slack + (same ? 0 : (int)Math.Ceiling(rate.Value / unit / 2)),
            Speed = speed,
            Entry = flat.Entry,
            Shot = clip.Shot,
        };
    }
}
