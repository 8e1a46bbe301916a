using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Where a clip may hold more than one wants to see: a swish, black, a cut. Told by the sizes of packets and by key frames, so nothing is
/// decoded to ask it; what was looked at frame by frame is doubtful no more. Limits chosen by hand.
/// </summary>
internal sealed class ShotDoubts
{
    // Packets so many times as large as usual in the clip are those of a cut, a flash or a camera that turns fast; so much smaller ones
    // are those of black.
    private const float Burst = 1.8f;
    private const float Nothing = 0.15f;

    // Difference of key frames inside one shot from which on more may have changed than its pictures.
    private const float Change = 0.3f;

    private readonly List<(double From, double To)> _doubts = [];
    private readonly List<(double From, double To)> _nothing = [];

    /// <summary>Lays them out.</summary>
    /// <param name="analysis">What is known of the clip.</param>
    public ShotDoubts(ClipAnalysis analysis)
    {
        IsKnown = analysis.Activity is not null;
        List<MediaRange> seen = MediaRange.Union(analysis.Motion.Select(m => new MediaRange(m.Start, m.End)), touching: true);
        if (analysis.Activity is { } activity)
        {
            for (int i = 0; i < activity.Values.Count; i++)
            {
                double from = activity.Start + (i * activity.Step);
                if (activity.Values[i] is >= Burst or <= Nothing && !IsSeen(seen, from, from + activity.Step))
                {
                    _doubts.Add((from, from + activity.Step));
                    if (activity.Values[i] <= Nothing)
                    {
                        _nothing.Add((from, from + activity.Step));
                    }
                }
            }
        }

        foreach (KeyFrame key in analysis.KeyFrames)
        {
            double at = key.Time.Seconds;
            if (key.Difference >= Change && !IsSeen(seen, at - 0.1, at + 0.1))
            {
                _doubts.Add((at, at));
            }
        }

        _doubts.Sort();
    }

    /// <summary>Whether packets tell anything; where they do not, everything is doubtful that nobody looked at.</summary>
    public bool IsKnown { get; }

    /// <summary>Whether anything speaks for a look at a shot.</summary>
    /// <param name="start">Second at which it begins.</param>
    /// <param name="seconds">How long it is.</param>
    public bool Any(double start, double seconds) => !IsKnown || After(start) < seconds;

    /// <summary>Seconds from a moment to the first doubt after it; infinite where there is none.</summary>
    public double After(double start) => After(_doubts, start);

    /// <summary>Seconds from a moment to where packets hold next to nothing: black, or a picture that stands; infinite where none
    /// do.</summary>
    public double NothingAfter(double start) => After(_nothing, start);

    /// <summary>Seconds from a moment to the first of some spans after it; infinite where there are none.</summary>
    /// <param name="spans">The spans in order of their beginnings.</param>
    /// <param name="start">The moment.</param>
    public static double After(IEnumerable<(double From, double To)> spans, double start)
    {
        // The first that ends later is the first that is met.
        foreach ((double from, double to) in spans)
        {
            if (to > start + 1e-6)
            {
                return Math.Max(0, from - start);
            }
        }

        return double.PositiveInfinity;
    }

    private static bool IsSeen(List<MediaRange> seen, double from, double to) =>
        seen.Exists(s => s.Start.Seconds <= from + 1e-4 && s.End.Seconds >= to - 1e-4);
}
