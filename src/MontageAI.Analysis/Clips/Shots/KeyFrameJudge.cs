using MontageAI.Results;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>What key frames alone say about the interval between two of them.</summary>
internal enum GapVerdict
{
    /// <summary>No cut.</summary>
    None,

    /// <summary>Possibly a cut; the frames between must be looked at.</summary>
    Doubtful,

    /// <summary>A cut at the second key frame.</summary>
    Cut,
}

/// <summary>
/// Judges the intervals between key frames by how much the pictures differ and by their spacing: encoders put a key frame at
/// most hard cuts, out of step with the regular distance. A difference counts against what is usual in the same clip, so that a
/// clip full of movement does not look like a clip full of cuts.
/// </summary>
internal static class KeyFrameJudge
{
    // Scores of PictureSignature.Difference, found on the annotated clips.
    private const double SureOutOfStep = 0.45;
    private const double DoubtfulOutOfStep = 0.2;
    private const double DoubtfulInStep = 0.45;
    private const double OverUsual = 1.5;

    /// <summary>Verdicts per key frame: entry i is about the interval that ends with key frame i; entry 0 is never a cut.</summary>
    /// <param name="keyFrames">Key frames in order.</param>
    /// <param name="frameSeconds">Duration of one frame, for telling equal distances apart; above 0.</param>
    public static GapVerdict[] Judge(IReadOnlyList<KeyFrame> keyFrames, double frameSeconds)
    {
        GapVerdict[] verdicts = new GapVerdict[keyFrames.Count];
        bool[] inStep = InStep(keyFrames, frameSeconds);
        double usual = Usual(keyFrames, inStep);
        for (int i = 1; i < verdicts.Length; i++)
        {
            double difference = keyFrames[i].Difference;
            bool doubtful = inStep[i] ? difference >= Math.Max(DoubtfulInStep, OverUsual * usual) : difference >= DoubtfulOutOfStep;
            verdicts[i] =
                !inStep[i] && difference >= SureOutOfStep ? GapVerdict.Cut
                : doubtful ? GapVerdict.Doubtful
                : GapVerdict.None;
        }

        return verdicts;
    }

    /// <summary>Per key frame, whether its distance from the one before is the regular one; entry 0 is true.</summary>
    public static bool[] InStep(IReadOnlyList<KeyFrame> keyFrames, double frameSeconds)
    {
        double[] gaps = new double[keyFrames.Count];
        for (int i = 1; i < gaps.Length; i++)
        {
            gaps[i] = keyFrames[i].Time.Seconds - keyFrames[i - 1].Time.Seconds;
        }

        double? regular = RegularGap(gaps, 1.5 * frameSeconds);
        return
        [
            .. gaps.Select(
                (gap, i) => i == 0 || (regular is { } r ? Math.Abs(gap - r) <= 1.5 * frameSeconds : IsUsualGop(gap / frameSeconds))
            ),
        ];
    }

    /// <summary>Median difference over regular intervals, 0 to 1; 0 with fewer than three of them: too few to know what is usual.</summary>
    public static double Usual(IReadOnlyList<KeyFrame> keyFrames, bool[] inStep) =>
        Median([
            .. Enumerable.Range(1, Math.Max(0, keyFrames.Count - 1)).Where(i => inStep[i]).Select(i => (double)keyFrames[i].Difference),
        ]);

    /// <summary>Cuts that are sure or likely: out of step with the other key frames and different.</summary>
    public static int CountLikelyCuts(IReadOnlyList<KeyFrame> keyFrames, double frameSeconds)
    {
        GapVerdict[] verdicts = Judge(keyFrames, frameSeconds);
        bool[] inStep = InStep(keyFrames, frameSeconds);
        return Enumerable
            .Range(0, verdicts.Length)
            .Count(i => verdicts[i] == GapVerdict.Cut || (verdicts[i] == GapVerdict.Doubtful && !inStep[i]));
    }

    // The largest distance, when it occurs twice: encoders never exceed their maximum. Null when it does not.
    private static double? RegularGap(double[] gaps, double tolerance)
    {
        double[] ordered = [.. gaps.Skip(1).OrderDescending()];
        return ordered.Length > 1 && ordered[0] - ordered[1] <= tolerance ? ordered[0] : null;
    }

    // Maximum distances that encoders use by default: x264 and x265 250, many services 2 seconds and the like.
    private static bool IsUsualGop(double frames) =>
        Math.Abs(frames - 250) <= 1.5 || Math.Abs(frames - 300) <= 1.5 || Math.Abs(frames - 128) <= 1.5;

    // 0 with fewer than three values: too few to know what is usual.
    private static double Median(double[] values)
    {
        if (values.Length < 3)
        {
            return 0;
        }

        Array.Sort(values);
        return values[values.Length / 2];
    }
}
