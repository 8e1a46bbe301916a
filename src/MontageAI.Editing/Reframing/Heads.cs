using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Reframing;

/// <summary>
/// The heads in a shot, frame by frame, along the one axis on which a view can move. A head that is wholly inside counts far more than one
/// that is cut, and more than everything else that draws the eye; of several that cannot all be shown, the one that is larger and seen
/// longer counts most.
/// </summary>
internal sealed class Heads
{
    // What a face counts, where everything else that draws the eye counts 1.
    private const double Say = 4;

    // Part of it that is for being whole, for being there at all, and for being in the right place of the view.
    private const double Whole = 0.5;
    private const double Cut = 0.35;
    private const double Placed = 0.15;

    // Eyes look best above the middle: by this part of the view.
    private const double Higher = 0.1;

    private readonly List<Head>[] _frames;
    private readonly bool _sideways;

    private Heads(List<Head>[] frames, bool sideways) => (_frames, _sideways) = (frames, sideways);

    /// <summary>Whether there is a head in any frame.</summary>
    public bool Any => Array.Exists(_frames, f => f.Count > 0);

    /// <summary>The heads of a shot.</summary>
    /// <param name="track">What was measured.</param>
    /// <param name="shot">The shot.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="frames">Frames of the shot.</param>
    /// <param name="sideways">Whether the view moves sideways; else up and down.</param>
    public static Heads Of(SubjectTrack track, TimelineShot shot, FrameRate rate, int frames, bool sideways)
    {
        List<Head>[] heads = new List<Head>[frames];
        double most = (track.Faces ?? []).Select(f => f.Weight()).DefaultIfEmpty(1).Max();
        for (int k = 0; k < frames; k++)
        {
            heads[k] = [];
            double second = shot.In.Seconds + ShotClock.SourceSeconds(shot, rate, k);
            foreach (FaceTrack face in track.Faces ?? [])
            {
                (FaceBox box, double sureness) = face.At(second);
                if (sureness > 0)
                {
                    (double from, double to) = HeadExtent.Of(box, sideways);
                    heads[k]
                        .Add(new Head(from, to, (box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2, sureness * face.Weight() / most));
                }
            }
        }

        return new Heads(heads, sideways);
    }

    /// <summary>What a view shows of the heads in a frame, about 0 to 4 for one head.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="centre">Middle of the view, 0 to 1.</param>
    /// <param name="share">Part of the picture that it has.</param>
    public double Seen(int frame, double centre, double share)
    {
        double sum = 0;
        foreach (Head head in _frames[frame])
        {
            double from = centre - (share / 2),
                to = centre + (share / 2);
            double size = Math.Min(head.To - head.From, share),
                shown = Math.Clamp((Math.Min(to, head.To) - Math.Max(from, head.From)) / size, 0, 1);
            double off = ((_sideways ? head.X : head.Y + (Higher * share)) - centre) / (share / 2);
            sum += Say * head.Weight * ((shown > 1 - 1e-6 ? Whole : 0) + (Cut * shown * shown) + (Placed * Math.Max(0, 1 - (off * off))));
        }

        return sum;
    }

    /// <summary>The same of all frames together.</summary>
    public double SeenThroughout(double centre, double share)
    {
        double sum = 0;
        for (int k = 0; k < _frames.Length; k++)
        {
            sum += Seen(k, centre, share);
        }

        return sum;
    }

    private readonly record struct Head(double From, double To, double X, double Y, double Weight);
}
