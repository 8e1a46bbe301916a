using MontageAI.Dsp.Image;
using MontageAI.Media;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// Finds where the picture of a moving take stands still: copies of one picture for longer than the take's own rhythm of repeated frames,
/// begun or ended at once by a picture that moves all over. What stands by itself is none: a take on a tripod, whose noise goes on; a pan
/// that comes to rest, which slows down; a drawing or a screen, of which only a part moves. Frames are fed in order, small. Limits chosen
/// by hand; see decision 106.
/// </summary>
internal sealed class FreezeTrack
{
    // Mean difference per pixel, of 255, below which two pictures are copies, as in the meter of motion.
    private const double SamePicture = 0.05;

    // A copy that was encoded again settles for some frames, by this share of the take's motion and at most so much; half of the frames
    // at least are copies all the same.
    private const double NearShare = 0.2;
    private const double MostNear = 0.8;
    private const double LeastCopies = 0.5;

    // At a key frame it twitches, once in so long to either side.
    private const double TwitchShare = 0.75;
    private const double MostTwitch = 1.5;
    private const double TwitchSeconds = 0.2;

    private const double LeastSeconds = 0.4;

    // What lies so far before and after tells whether the take moves, if it is so long and has so many pictures.
    private const double ContextSeconds = 1;
    private const double LeastContext = 0.2;
    private const int LeastPictures = 3;

    // A take moves when pictures differ by so much, and so large a part of each does.
    private const double LeastChange = 0.4;
    private const double LeastSpread = 0.3;
    private const byte SpreadStep = 1;

    // A standing picture lasts so many times as long as pictures usually do there, and as what stands besides.
    private const double LeastTimes = 4;
    private const double TimesOthers = 2;

    // Motion that comes to rest, or begins, by itself is slower beside the standing picture than it is in the median.
    private const int Beside = 3;
    private const double LeastAtOnce = 0.4;

    private readonly List<Step> _steps = [];
    private byte[] _before = [];

    /// <summary>Takes the next frame.</summary>
    /// <param name="small">At the size at which motion is measured; is not kept.</param>
    public void Add(SmallFrame small)
    {
        ReadOnlySpan<byte> luma = small.Luma;
        bool first = _before.Length != luma.Length;
        if (first)
        {
            _before = new byte[luma.Length];
        }

        double change = first || _steps.Count == 0 ? 0 : (double)BytePlanes.AbsoluteDifference(luma, _before) / luma.Length;
        bool copy = !first && _steps.Count > 0 && change < SamePicture;
        double spread = first || copy ? 0 : (double)BytePlanes.Differing(luma, _before, SpreadStep) / luma.Length;
        _steps.Add(new Step(small.Time.Seconds, change, spread));
        if (!copy)
        {
            luma.CopyTo(_before);
        }
    }

    /// <summary>What stands still, in order.</summary>
    /// <param name="end">Second after the last frame.</param>
    /// <param name="cuts">Seconds at which other takes begin; nothing is judged by what lies beyond one.</param>
    public IReadOnlyList<(double Start, double End)> Find(double end, IReadOnlyList<double> cuts)
    {
        double[] moving = [.. _steps.Skip(1).Select(s => s.Change).Where(c => c >= SamePicture).Order()];
        if (moving.Length < LeastPictures)
        {
            return [];
        }

        bool[] near = Near(moving[moving.Length / 2], IsCut);
        List<(double Start, double End)> found = [];
        for (int i = 1; i < _steps.Count; i++)
        {
            int last = i;
            while (near[i] && last + 1 < _steps.Count && near[last + 1])
            {
                last++;
            }

            double from = _steps[i - 1].Seconds,
                to = last + 1 < _steps.Count ? _steps[last + 1].Seconds : end;
            int copies = near[i] ? _steps[i..(last + 1)].Count(s => s.Change < SamePicture) : 0;
            if (to - from >= LeastSeconds && copies >= LeastCopies * (last + 1 - i))
            {
                bool? before = Moves(i - 1, -1, to - from),
                    after = Moves(last + 1, 1, to - from);
                if ((before ?? true) && (after ?? true) && (before ?? after ?? false))
                {
                    found.Add((from, to));
                }
            }

            i = last;
        }

        return found;

        // Whether another take begins with a frame.
        bool IsCut(int at) => cuts.Any(c => c > _steps[at - 1].Seconds + 1e-4 && c <= _steps[at].Seconds + 1e-4);

        // Whether the take moves on one side of a picture that stands for so long, up to it; null where too little is known.
        bool? Moves(int start, int way, double stands)
        {
            List<Step> pictures = [];
            double standing = 0,
                longest = 0,
                seconds = 0;
            int frames = 0;
            for (int k = start; k > 0 && k < _steps.Count && !IsCut(k); k += way, frames++)
            {
                seconds = Math.Abs(_steps[k].Seconds - _steps[start].Seconds);
                if (seconds > ContextSeconds)
                {
                    break;
                }

                if (near[k])
                {
                    standing += _steps[k].Seconds - _steps[k - 1].Seconds;
                    longest = Math.Max(longest, standing);
                }
                else
                {
                    pictures.Add(_steps[k]);
                    standing = 0;
                }
            }

            if (seconds < LeastContext || frames <= LeastPictures)
            {
                return null;
            }

            if (pictures.Count < LeastPictures)
            {
                return false;
            }

            double change = Median(pictures.Select(p => p.Change)),
                beside = pictures.Take(Beside).Average(p => p.Change);
            return change >= LeastChange
                && Median(pictures.Select(p => p.Spread)) >= LeastSpread
                && beside >= LeastAtOnce * change
                && stands >= LeastTimes * seconds / pictures.Count
                && stands >= TimesOthers * longest;
        }
    }

    // Whether each frame shows the picture of the one before, as far as encoders keep it.
    private bool[] Near(double usual, Func<int, bool> isCut)
    {
        double most = Math.Clamp(NearShare * usual, SamePicture, MostNear),
            twitch = Math.Min(MostTwitch, TwitchShare * usual);
        bool[] near = [.. _steps.Select((s, i) => i > 0 && s.Change <= most && !isCut(i))];
        return [.. near.Select((n, i) => n || (i > 0 && _steps[i].Change <= twitch && !isCut(i) && Stands(i, -1) && Stands(i, 1)))];

        bool Stands(int at, int way)
        {
            int k = at + way;
            while (k > 0 && k < near.Length && near[k] && Math.Abs(_steps[k].Seconds - _steps[at].Seconds) < TwitchSeconds)
            {
                k += way;
            }

            return k > 0 && k < near.Length && near[k];
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    // Difference from the last picture that was another one, mean per pixel, and the part of the picture that differs.
    private readonly record struct Step(double Seconds, double Change, double Spread);
}
