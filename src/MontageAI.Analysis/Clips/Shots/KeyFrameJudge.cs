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
        double[] gaps = new double[keyFrames.Count];
        for (int i = 1; i < gaps.Length; i++)
        {
            gaps[i] = keyFrames[i].Time.Seconds - keyFrames[i - 1].Time.Seconds;
        }

        double? regular = RegularGap(gaps, 1.5 * frameSeconds);
        bool InStep(int i) => regular is { } r ? Math.Abs(gaps[i] - r) <= 1.5 * frameSeconds : IsUsualGop(gaps[i] / frameSeconds);
        double usual = Median([.. Enumerable.Range(1, Math.Max(0, gaps.Length - 1)).Where(InStep).Select(i => (double)keyFrames[i].Difference)]);
        for (int i = 1; i < verdicts.Length; i++)
        {
            double difference = keyFrames[i].Difference;
            bool doubtful = InStep(i)
                ? difference >= Math.Max(DoubtfulInStep, OverUsual * usual)
                : difference >= DoubtfulOutOfStep;
            verdicts[i] = !InStep(i) && difference >= SureOutOfStep ? GapVerdict.Cut : doubtful ? GapVerdict.Doubtful : GapVerdict.None;
        }

        return verdicts;
    }

    /// <summary>Cuts that are sure or likely: out of step with the other key frames and different.</summary>
    public static int CountLikelyCuts(IReadOnlyList<KeyFrame> keyFrames, double frameSeconds)
    {
        GapVerdict[] verdicts = Judge(keyFrames, frameSeconds);
        return Enumerable.Range(0, verdicts.Length).Count(i =>
            verdicts[i] == GapVerdict.Cut || (verdicts[i] == GapVerdict.Doubtful && IsOutOfStep(keyFrames, i, frameSeconds)));
    }

    /// <summary>Whether an interval is out of step with the regular key-frame distance, if there is one.</summary>
    public static bool IsOutOfStep(IReadOnlyList<KeyFrame> keyFrames, int index, double frameSeconds)
    {
        double[] gaps = [.. Enumerable.Range(0, keyFrames.Count).Select(i => i == 0 ? 0 : keyFrames[i].Time.Seconds - keyFrames[i - 1].Time.Seconds)];
        return RegularGap(gaps, 1.5 * frameSeconds) is { } r ? Math.Abs(gaps[index] - r) > 1.5 * frameSeconds : !IsUsualGop(gaps[index] / frameSeconds);
    }

    // The largest distance, when it occurs twice: encoders never exceed their maximum. Null when it does not.
    private static double? RegularGap(double[] gaps, double tolerance)
    {
        double[] ordered = [.. gaps.Skip(1).OrderDescending()];
        return ordered.Length > 1 && ordered[0] - ordered[1] <= tolerance ? ordered[0] : null;
    }

    // Maximum distances that encoders use by default: x264 and x265 250, many services 2 seconds and the like.
    private static bool IsUsualGop(double frames) => Math.Abs(frames - 250) <= 1.5 || Math.Abs(frames - 300) <= 1.5 || Math.Abs(frames - 128) <= 1.5;

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
