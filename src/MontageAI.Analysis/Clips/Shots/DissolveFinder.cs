using MontageAI.Analysis.Clips.Pictures;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Finds dissolves: over a span of frames the first and last picture differ as pictures of two shots do, and the ones at a
/// quarter, the middle and three quarters are mixes of these two in about those shares, which neither motion nor a cut makes.
/// </summary>
internal sealed class DissolveFinder
{
    // Spans in frames that are tried; the shares hold within a longer dissolve too.
    private static readonly int[] s_spans = [12, 24, 40];

    private const double Different = 0.2;
    private const double LargestResidual = 0.16;

    private int _first = -1;
    private int _end = -1;

    /// <summary>Dissolves so far, as half-open ranges of frame indices.</summary>
    public List<(int First, int End)> Found { get; } = [];

    /// <summary>Looks at the spans that end with the newest frame.</summary>
    /// <param name="ring">Signatures; frame n lies at n modulo the length.</param>
    /// <param name="frames">All frames so far.</param>
    public void Look(PictureSignature[] ring, List<FrameMeasure> frames)
    {
        int now = frames.Count - 1;
        foreach (int span in s_spans)
        {
            if (now < span || !IsMix(ring, now, span) || HasJump(frames, now, span))
            {
                continue;
            }

            if (now - span <= _end)
            {
                _end = now;
                Found[^1] = (_first, _end);
            }
            else
            {
                (_first, _end) = (now - span, now);
                Found.Add((_first, _end));
            }

            break;
        }
    }

    private static bool IsMix(PictureSignature[] ring, int now, int span)
    {
        PictureSignature before = ring[(now - span) % ring.Length], after = ring[now % ring.Length];
        if (before.Deviation < 6 || after.Deviation < 6 || before.Difference(after) < Different)
        {
            return false;
        }

        PictureSignature At(int quarter) => ring[(now - span + (span * quarter / 4)) % ring.Length];
        return At(2).MixResidual(before, after, 1, 1) < LargestResidual
            && At(1).MixResidual(before, after, 3, 1) < LargestResidual
            && At(3).MixResidual(before, after, 1, 3) < LargestResidual;
    }

    private static bool HasJump(List<FrameMeasure> frames, int now, int span)
    {
        for (int i = now - span + 1; i <= now; i++)
        {
            if (frames[i].Difference >= ShotThresholds.Cut)
            {
                return true;
            }
        }

        return false;
    }
}
