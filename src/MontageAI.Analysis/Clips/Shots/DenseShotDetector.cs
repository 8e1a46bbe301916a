using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Finds hard cuts, fades and dissolves in consecutive frames. A cut is a local peak of the frame difference that stands out of
/// its neighbourhood and does not fall back within a few frames, as a flash does. Fades and dissolves: see
/// <see cref="FadeFinder"/> and <see cref="DissolveFinder"/>. Frames may be of any size. Memory: 0.7 MB, and some 60 bytes per frame.
/// </summary>
internal sealed class DenseShotDetector
{
    private const int Ring = 64;

    private readonly PictureSignature[] _ring = new PictureSignature[Ring];
    private readonly List<FrameMeasure> _frames = [];
    private readonly DissolveFinder _dissolves = new();

    public DenseShotDetector()
    {
        for (int i = 0; i < Ring; i++)
        {
            _ring[i] = new PictureSignature();
        }
    }

    /// <summary>What was kept of every frame.</summary>
    public IReadOnlyList<FrameMeasure> Frames => _frames;

    /// <summary>Frames seen.</summary>
    public int Count => _frames.Count;

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        int n = _frames.Count;
        PictureSignature now = _ring[n % Ring];
        now.Set(frame);
        double difference = n > 0 ? now.Difference(_ring[(n - 1) % Ring]) : 0;
        bool jump = difference >= ShotThresholds.Cut;
        double shifted = jump ? now.ShiftedShare(_ring[(n - 1) % Ring]) : 1;
        _frames.Add(new FrameMeasure(frame.Time, difference, now.Mean, now.Deviation) { Remains = true, Shifted = shifted });

        FollowJumps(now, n);
        _dissolves.Add(frame);
    }

    /// <summary>What was found, in order.</summary>
    public List<ShotBoundary> Finish()
    {
        List<ShotBoundary> found = [];
        foreach ((int first, int end) in FadeFinder.Find(_frames))
        {
            AddGradual(found, BoundaryKind.Fade, first, end);
        }

        // The first steps out of black are large changes too; they belong to the fade.
        int fades = found.Count;
        for (int i = 1; i < _frames.Count; i++)
        {
            if (IsCut(i) && !found.Take(fades).Any(f => f.StartFrame <= i && f.EndFrame >= i))
            {
                found.Add(new ShotBoundary(BoundaryKind.Cut, _frames[i].Time, _frames[i].Time, i, i));
            }
        }

        foreach ((int first, int end) in _dissolves.Finish())
        {
            bool blank = FadeFinder.IsDarkOrWhite(_frames[first]) || FadeFinder.IsDarkOrWhite(_frames[Math.Min(end, _frames.Count - 1)]);
            AddGradual(found, blank ? BoundaryKind.Fade : BoundaryKind.Dissolve, first, end);
        }

        found.Sort((a, b) => a.StartFrame.CompareTo(b.StartFrame));
        return found;
    }

    // Whether enough of past jumps is left: the frame before each against this one.
    private void FollowJumps(PictureSignature now, int n)
    {
        for (int back = 1; back <= ShotThresholds.FlashFrames && n - back >= 1; back++)
        {
            FrameMeasure jump = _frames[n - back];
            if (jump.Difference >= ShotThresholds.Cut && jump.Remains)
            {
                double left = now.Difference(_ring[(n - back - 1) % Ring]) / jump.Difference;
                double least = back <= ShotThresholds.ShortFlashFrames ? ShotThresholds.AfterShortFlash : ShotThresholds.AfterFlash;
                _frames[n - back] = jump with { Remains = left >= least };
            }
        }
    }

    private bool IsCut(int i)
    {
        FrameMeasure here = _frames[i];
        if (here.Difference < ShotThresholds.Cut || !here.Remains || here.Shifted < ShotThresholds.ShiftedShare)
        {
            return false;
        }

        for (int j = Math.Max(1, i - ShotThresholds.Neighbours); j <= Math.Min(_frames.Count - 1, i + ShotThresholds.Neighbours); j++)
        {
            if (j != i && _frames[j].Difference * ShotThresholds.Peak > here.Difference)
            {
                return false;
            }
        }

        return here.Difference >= ShotThresholds.OverMedian * MedianAround(i);
    }

    private double MedianAround(int i)
    {
        Span<double> around = stackalloc double[(2 * ShotThresholds.MedianReach) + 1];
        int count = 0;
        for (int j = Math.Max(1, i - ShotThresholds.MedianReach); j <= Math.Min(_frames.Count - 1, i + ShotThresholds.MedianReach); j++)
        {
            around[count++] = _frames[j].Difference;
        }

        around = around[..count];
        around.Sort();
        return around[count / 2];
    }

    // A gradual change that touches a boundary found before is the same one.
    private void AddGradual(List<ShotBoundary> found, BoundaryKind kind, int first, int end)
    {
        if (!found.Exists(b => b.StartFrame <= end && b.EndFrame >= first))
        {
            MediaTime after = end < _frames.Count ? _frames[end].Time : _frames[^1].Time;
            found.Add(new ShotBoundary(kind, _frames[first].Time, after, first, end));
        }
    }
}
