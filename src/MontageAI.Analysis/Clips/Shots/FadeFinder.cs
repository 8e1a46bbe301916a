namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Finds fades from and to black or white: a run of frames without structure, reached or left by a steady ramp of at least
/// <see cref="ShortestRamp"/> frames. The run and its ramps are one boundary.
/// </summary>
internal static class FadeFinder
{
    private const int ShortestRamp = 4;
    private const double BlackMean = 22;
    private const double WhiteMean = 228;
    private const double FlatDeviation = 4;

    /// <summary>Fades as half-open ranges of frame indices, in order.</summary>
    public static IEnumerable<(int First, int End)> Find(IReadOnlyList<FrameMeasure> frames)
    {
        for (int i = 0; i < frames.Count; )
        {
            if (!IsBlank(frames[i]))
            {
                i++;
                continue;
            }

            int first = i;
            while (i < frames.Count && IsBlank(frames[i]))
            {
                i++;
            }

            int rampStart = Follow(frames, first, -1),
                rampEnd = Follow(frames, i - 1, 1) + 1;
            bool fadesOut = first - rampStart >= ShortestRamp,
                fadesIn = rampEnd - i >= ShortestRamp;
            if (fadesOut || fadesIn)
            {
                // Black that is entered or left by a cut is a black shot of its own, not part of the fade.
                yield return (fadesOut ? rampStart : i - 1, fadesIn ? rampEnd : first + 1);
                i = Math.Max(i, fadesIn ? rampEnd : i);
            }
        }
    }

    /// <summary>Whether a frame is black or white but for small bright or dark things, such as titles.</summary>
    /// <param name="mean">Mean luma, 0 to 255.</param>
    public static bool IsDarkOrWhite(double mean) => mean is <= BlackMean or >= WhiteMean;

    private static bool IsBlank(FrameMeasure frame) => frame.Deviation < FlatDeviation && IsDarkOrWhite(frame.Mean);

    // Walks away from the blank run as long as the picture keeps gaining structure or leaving black or white.
    private static int Follow(IReadOnlyList<FrameMeasure> frames, int from, int step)
    {
        bool fromWhite = frames[from].Mean >= WhiteMean;
        int i = from;
        while (i + step >= 0 && i + step < frames.Count)
        {
            FrameMeasure now = frames[i],
                next = frames[i + step];
            double gain = fromWhite ? now.Mean - next.Mean : next.Mean - now.Mean;
            double difference = step > 0 ? next.Difference : now.Difference;
            bool grows = gain > 0.15 || (next.Deviation - now.Deviation > 0.15 && gain > -0.15);
            if (!grows || (difference >= ShotThresholds.Cut && gain > 25))
            {
                break;
            }

            i += step;
        }

        return i;
    }
}
