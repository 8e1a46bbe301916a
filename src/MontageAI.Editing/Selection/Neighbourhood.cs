using System.Numerics;
using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Selection;

/// <summary>
/// The shots around one slot, and what they say against a candidate there: the same clip close by, the same take beside it, a picture that looks alike,
/// motion in the wrong direction. Limits chosen by hand.
/// </summary>
internal sealed class Neighbourhood
{
    /// <summary>How many shots to either side are looked at.</summary>
    public const int Reach = 12;

    /// <summary>Shots to either side within which the same clip counts as a repetition.</summary>
    private const int ClipReach = 6;

    /// <summary>Bits of 64 below which two fingerprints count as alike.</summary>
    public const int AlikeBits = 12;

    /// <summary>Pan below which a shot has no direction, picture widths or heights per second.</summary>
    private const float StillPan = 0.05f;

    /// <summary>Loss of a cut within one take; high enough that only a lack of other footage overcomes it.</summary>
    private const float JumpCutLoss = 3;

    /// <summary>Loss of showing the same pictures once more.</summary>
    private const float RepeatLoss = 2;

    private readonly List<(int Distance, Candidate Shot, double Seconds)> _near = [];
    private readonly SelectionStyle _style;
    private readonly FootageUsage _usage;
    private readonly double _fairUses;

    /// <summary>Looks around a slot.</summary>
    /// <param name="placements">All slots in order, filled or not.</param>
    /// <param name="at">Index of the slot.</param>
    /// <param name="style">Weights.</param>
    /// <param name="usage">What is on the timeline.</param>
    /// <param name="fairUses">Times that each clip would have been shown by now if all were shown evenly.</param>
    /// <param name="secondsOf">Length of a placement in seconds.</param>
    public Neighbourhood(IReadOnlyList<Placement> placements, int at, SelectionStyle style, FootageUsage usage, double fairUses, Func<Placement, double> secondsOf)
    {
        (_style, _usage, _fairUses) = (style, usage, fairUses);
        for (int i = Math.Max(0, at - Reach); i <= at + Reach && i < placements.Count; i++)
        {
            if (i != at && placements[i].Choice is { } shot)
            {
                _near.Add((i - at, shot, secondsOf(placements[i])));
            }
        }
    }

    /// <summary>Loss for showing a clip close to itself or more often than its share.</summary>
    public float Variety(int clip)
    {
        float loss = 0;
        foreach ((int distance, Candidate shot, _) in _near)
        {
            if (shot.Clip == clip && Math.Abs(distance) <= ClipReach)
            {
                loss += 1f / Math.Abs(distance);
            }
        }

        float surplus = (float)Math.Clamp(_usage.UsesOf(clip) - _fairUses, 0, 4);
        return (float)_style.SourceVariety * (loss + (0.25f * surplus));
    }

    /// <summary>Loss for a cut within one take: double when the cut would hardly be seen, since little time lies between the two windows.</summary>
    public float JumpCut(Candidate candidate, double seconds)
    {
        float loss = 0;
        foreach ((int distance, Candidate shot, double length) in _near)
        {
            if (Math.Abs(distance) == 1 && shot.Shot == candidate.Shot && shot.Clip == candidate.Clip)
            {
                double gap = Math.Max(candidate.InSeconds - (shot.InSeconds + length), shot.InSeconds - (candidate.InSeconds + seconds));
                loss += JumpCutLoss * (float)(2 - Math.Clamp(gap / 10, 0, 1));
            }
        }

        return loss;
    }

    /// <summary>The shot close by that looks most like a candidate, weighted by nearness, with the differing bits; null when none looks alike.</summary>
    public (int Distance, int Bits, float Loss)? MostAlike(Candidate candidate)
    {
        if (candidate.Fingerprint is not { } print)
        {
            return null;
        }

        (int Distance, int Bits, float Loss)? most = null;
        foreach ((int distance, Candidate shot, _) in _near)
        {
            if (shot.Fingerprint is not { } other || BitOperations.PopCount(print ^ other) is var bits && bits >= AlikeBits)
            {
                continue;
            }

            float loss = 2 * (float)_style.LikenessApart * (1 - ((float)bits / AlikeBits)) / MathF.Sqrt(Math.Abs(distance));
            if (most is null || loss > most.Value.Loss)
            {
                most = (distance, bits, loss);
            }
        }

        return most;
    }

    /// <summary>
    /// The cosine between the directions of a candidate and the shots beside it, the mean of both sides: 1 flows on, -1 clashes; null without a direction.
    /// </summary>
    public float? Flow(Candidate candidate)
    {
        if (Direction(candidate) is not { } own)
        {
            return null;
        }

        float sum = 0;
        int count = 0;
        foreach ((int distance, Candidate shot, _) in _near)
        {
            if (Math.Abs(distance) == 1 && Direction(shot) is { } other)
            {
                sum += Vector2.Dot(own, other);
                count++;
            }
        }

        return count > 0 ? sum / count : null;
    }

    /// <summary>Everything that the neighbours and the timeline say against a candidate, as terms; the other terms are 0.</summary>
    public Losses Against(Candidate candidate, double seconds, int overlaps) => new()
    {
        Variety = Variety(candidate.Clip),
        JumpCut = JumpCut(candidate, seconds),
        Likeness = MostAlike(candidate)?.Loss ?? 0,
        Direction = -0.5f * (float)_style.MotionContinuity * (Flow(candidate) ?? 0),
        Repeat = RepeatLoss * overlaps,
    };

    private static Vector2? Direction(Candidate candidate)
    {
        if (candidate is not { PanX: { } x, PanY: { } y })
        {
            return null;
        }

        Vector2 pan = new(x, y);
        float length = pan.Length();
        return length >= StillPan ? pan / length : null;
    }
}
