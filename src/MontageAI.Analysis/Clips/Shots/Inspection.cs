using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>Frames of an interval that are to be looked at one by one.</summary>
/// <param name="Interval">The interval.</param>
/// <param name="Start">PTS from which frames are wanted.</param>
/// <param name="End">PTS up to which they are wanted; after the interval's end where a cut at that end is in question.</param>
internal readonly record struct Inspection(Interval Interval, MediaTime Start, MediaTime End)
{
    /// <summary>Seconds of video that must be decoded: from the key frame on.</summary>
    public double Seconds => End.Seconds - Interval.Start.Seconds;

    /// <summary>Whether it tells if there is a cut at the interval's end.</summary>
    public bool CoversEnd => End.Ticks > Interval.End.Ticks;
}
