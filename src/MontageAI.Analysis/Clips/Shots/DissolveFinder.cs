using MontageAI.Dsp.Image;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Finds dissolves of 10 to 160 frames. While a picture A is mixed into B, the variance of the mix runs along a parabola whose depth is a
/// quarter of the variance of A - B, however A and B move in themselves (Alattar 1993; Lienhart 1999). That dip, and that pictures at a
/// quarter, the middle and three quarters are such mixes in such shares on a very coarse grid, is what neither motion nor a cut makes.
/// Where it begins and ends is fitted afterwards (<see cref="DissolveExtent"/>).
/// </summary>
internal sealed class DissolveFinder
{
    private static readonly int[] s_spans = [10, 14, 20, 28, 40, 56, 80, 112, 160];

    // Every second frame is tried as an end: extents are fitted anyway.
    private const int Stride = 2;

    // Least standard deviation of the difference of both ends, in luma levels.
    private const double LeastContrast = 16;

    // A step of so much of the whole change is a cut or a flash.
    private const double LargestStep = 0.45;

    // A caption that fades in changes little of the picture much.
    private const double LeastSpread = 0.4;
    private const double LargestCorrelation = 0.62;

    private readonly CoarseRing _ring = new();
    private readonly List<Dissolve> _found = [];
    private Candidate? _best;
    private int _clusterEnd;

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        _ring.Add(frame);
        int now = _ring.Count - 1;
        if (_best is { } best && now > _clusterEnd + DissolveExtent.Margin(best.End - best.First))
        {
            Close(best);
        }

        if (now % Stride != 0)
        {
            return;
        }

        foreach (int span in s_spans)
        {
            if (now >= span && Look(now - span, now) is { } candidate)
            {
                Join(candidate);
            }
        }
    }

    /// <summary>What was found, in order. Ends the search.</summary>
    public IReadOnlyList<Dissolve> Finish()
    {
        if (_best is { } best)
        {
            Close(best);
        }

        return _found;
    }

    private void Join(Candidate candidate)
    {
        if (_best is { } best && candidate.First >= _clusterEnd)
        {
            Close(best);
        }

        _clusterEnd = _best is null ? candidate.End : Math.Max(_clusterEnd, candidate.End);
        if (_best is not { } known || candidate.Weight > known.Weight)
        {
            _best = candidate;
        }
    }

    private void Close(Candidate best)
    {
        _best = null;
        if (
            DissolveExtent.Fit(_ring, best.First, best.End, LargestStep) is { } extent
            && (_found.Count == 0 || extent.First >= _found[^1].End)
        )
        {
            int last = Math.Min(extent.End, _ring.Count - 1);
            bool blank =
                FadeFinder.IsDarkOrWhite(_ring.LumaSum(extent.First - 1) / _ring.Cells)
                || FadeFinder.IsDarkOrWhite(_ring.LumaSum(last) / _ring.Cells);
            _found.Add(new Dissolve(extent.First, extent.End, _ring.Time(extent.First), _ring.Time(last), blank));
        }
    }

    private Candidate? Look(int first, int end)
    {
        double between = _ring.VarianceBetween(first, end);
        if (between < LeastContrast * LeastContrast * _ring.Cells || HasStep(first, end))
        {
            return null;
        }

        double product = _ring.Product(first, end);
        double squares = _ring.Squares(first),
            distance = squares + _ring.Squares(end) - (2 * product);
        double dip = 0,
            residual = 0;
        for (int quarter = 1; quarter <= 3; quarter++)
        {
            double share = quarter / 4.0;
            int at = first + (int)Math.Round((end - first) * share);
            double expected = ((1 - share) * _ring.LumaVariance(first)) + (share * _ring.LumaVariance(end));
            double here = (_ring.LumaVariance(at - 1) + _ring.LumaVariance(at) + _ring.LumaVariance(at + 1)) / 3;
            double depth = (expected - here) / (share * (1 - share) * between);
            double toFirst = _ring.Product(at, first);
            double along = _ring.Product(at, end) - toFirst - product + squares;
            double off = _ring.Squares(at) + squares - (2 * toFirst) - (2 * share * along) + (share * share * distance);
            double rest = Math.Sqrt(Math.Max(0, off) / distance);
            if (depth is < 0.6 or > 1.6 || rest > 0.6 || Math.Abs((along / distance) - share) > 0.16)
            {
                return null;
            }

            dip += Math.Abs(depth - 1) / 3;
            residual += rest / 3;
        }

        return dip < 0.33 && residual < 0.42 && dip + residual < 0.62 && IsOfTwoPictures(first, end, between)
            ? new Candidate(first, end, (end - first) * (1 - dip - residual))
            : null;
    }

    private bool HasStep(int first, int end)
    {
        double whole = (double)BytePlanes.AbsoluteDifference(_ring.Luma(first), _ring.Luma(end)) / _ring.Cells;
        for (int i = first + 1; i <= end; i++)
        {
            if (_ring.Step(i) > LargestStep * whole)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOfTwoPictures(int first, int end, double between)
    {
        double a = _ring.LumaVariance(first),
            b = _ring.LumaVariance(end);
        double correlation = (a + b - between) / (2 * Math.Sqrt(Math.Max(1, a * b)));
        ReadOnlySpan<byte> left = _ring.Luma(first),
            right = _ring.Luma(end);
        long sum = 0,
            squares = 0;
        for (int i = 0; i < left.Length; i++)
        {
            int difference = Math.Abs(left[i] - right[i]);
            sum += difference;
            squares += difference * difference;
        }

        return correlation < LargestCorrelation && (double)sum * sum >= LeastSpread * squares * left.Length;
    }

    private readonly record struct Candidate(int First, int End, double Weight);
}

/// <summary>Frames that show something of two pictures at once.</summary>
/// <param name="First">Index of the first such frame.</param>
/// <param name="End">Index of the first frame after them.</param>
/// <param name="Start">PTS of the first such frame.</param>
/// <param name="Stop">PTS of the first frame after them.</param>
/// <param name="Blank">Whether one of the two pictures is black or white.</param>
internal readonly record struct Dissolve(int First, int End, MediaTime Start, MediaTime Stop, bool Blank);
