using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Finds hard cuts, fades and dissolves in consecutive frames. A cut is a local peak of the frame difference that stands out of its
/// neighbourhood and does not fall back within a few frames, as a flash does. Fades and dissolves: see <see cref="FadeFinder"/> and
/// <see cref="DissolveFinder"/>. Frames may be of any size. Memory is some 1 MB however many frames pass by, and none is allocated for a
/// frame once that is filled.
/// </summary>
internal sealed class DenseShotDetector
{
    private const int Ring = 16;

    // Frames are judged in stretches: so many are kept, and the last ones wait for what comes after them.
    private const int Kept = 4096;
    private const int Waiting = 1024;
    private const int Context = 512;

    private readonly PictureSignature[] _ring = new PictureSignature[Ring];
    private readonly List<FrameMeasure> _frames = new(256);
    private readonly DissolveFinder _dissolves = new();
    private readonly List<ShotBoundary> _found = [];
    private int _dropped;
    private int _settled;

    public DenseShotDetector()
    {
        for (int i = 0; i < Ring; i++)
        {
            _ring[i] = new PictureSignature();
        }
    }

    /// <summary>Frames seen.</summary>
    public int Count => _dropped + _frames.Count;

    /// <summary>PTS of the newest frame; at least one frame was seen.</summary>
    public MediaTime Last => _frames[^1].Time;

    /// <summary>Ticks from the frame before the newest one to that one; 0 with a single frame.</summary>
    public long LastStep => _frames.Count > 1 ? _frames[^1].Time.Ticks - _frames[^2].Time.Ticks : 0;

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        int n = Count;
        PictureSignature now = _ring[n % Ring];
        now.Set(frame);
        double difference = n > 0 ? now.Difference(_ring[(n - 1) % Ring]) : 0;
        bool jump = difference >= ShotThresholds.Cut;
        double shifted = jump ? now.ShiftedShare(_ring[(n - 1) % Ring]) : 1;
        _frames.Add(new FrameMeasure(frame.Time, difference, now.Mean, now.Deviation) { Remains = true, Shifted = shifted });

        FollowJumps(now, n);
        _dissolves.Add(frame);
        if (_frames.Count == Kept)
        {
            Settle(Count - Waiting);
            int drop = _frames.Count - Waiting - Context;
            _frames.RemoveRange(0, drop);
            _dropped += drop;
        }
    }

    /// <summary>What was found, in order. Ends the search.</summary>
    public List<ShotBoundary> Finish()
    {
        Settle(Count);
        foreach (Dissolve dissolve in _dissolves.Finish())
        {
            AddGradual(
                new ShotBoundary(
                    dissolve.Blank ? BoundaryKind.Fade : BoundaryKind.Dissolve,
                    dissolve.Start,
                    dissolve.Stop,
                    dissolve.First,
                    dissolve.End
                )
            );
        }

        _found.Sort((a, b) => a.StartFrame.CompareTo(b.StartFrame));
        return _found;
    }

    // Fades and cuts that begin before a frame and not before the last one that was settled.
    private void Settle(int before)
    {
        int known = _found.Count;
        foreach ((int first, int end) in FadeFinder.Find(_frames))
        {
            if (first + _dropped >= _settled && first + _dropped < before)
            {
                AddGradual(
                    new ShotBoundary(
                        BoundaryKind.Fade,
                        _frames[first].Time,
                        _frames[Math.Min(end, _frames.Count - 1)].Time,
                        first + _dropped,
                        end + _dropped
                    )
                );
            }
        }

        // The first steps out of black are large changes too; they belong to the fade.
        int fades = _found.Count;
        for (int i = Math.Max(1, _settled - _dropped); i < before - _dropped; i++)
        {
            if (IsCut(i) && !IsInFade(i + _dropped, Math.Max(0, known - 1), fades))
            {
                _found.Add(new ShotBoundary(BoundaryKind.Cut, _frames[i].Time, _frames[i].Time, i + _dropped, i + _dropped));
            }
        }

        _settled = before;
    }

    private bool IsInFade(int frame, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (_found[i].Kind == BoundaryKind.Fade && _found[i].StartFrame <= frame && _found[i].EndFrame >= frame)
            {
                return true;
            }
        }

        return false;
    }

    // Whether enough of past jumps is left: the frame before each against this one.
    private void FollowJumps(PictureSignature now, int n)
    {
        for (int back = 1; back <= ShotThresholds.FlashFrames && n - back >= 1; back++)
        {
            FrameMeasure jump = _frames[n - back - _dropped];
            if (jump.Difference >= ShotThresholds.Cut && jump.Remains)
            {
                double left = now.Difference(_ring[(n - back - 1) % Ring]) / jump.Difference;
                double least = back <= ShotThresholds.ShortFlashFrames ? ShotThresholds.AfterShortFlash : ShotThresholds.AfterFlash;
                _frames[n - back - _dropped] = jump with { Remains = left >= least };
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
    private void AddGradual(ShotBoundary boundary)
    {
        if (!_found.Exists(b => b.StartFrame <= boundary.EndFrame && b.EndFrame >= boundary.StartFrame))
        {
            _found.Add(boundary);
        }
    }
}
