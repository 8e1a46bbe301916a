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

    /// <summary>Loss per showing of a clip beyond its share, and the most showings that count.</summary>
    private const float SurplusWeight = 0.25f;
    private const double MostSurplus = 4;

    /// <summary>Share of the style's weight that a full cosine of direction is worth.</summary>
    private const float DirectionShare = 0.5f;

    /// <summary>Loss of showing the same pictures once more.</summary>
    private const float RepeatLoss = 2;

    private readonly List<(Candidate Shot, double Seconds)> _beside = [];
    private readonly List<(int Distance, ulong Print)> _prints = [];
    private readonly float[] _variety;
    private readonly SelectionStyle _style;

    /// <summary>Looks around a slot.</summary>
    /// <param name="placements">All slots in order, filled or not.</param>
    /// <param name="at">Index of the slot.</param>
    /// <param name="style">Weights.</param>
    /// <param name="usage">What is on the timeline.</param>
    /// <param name="fairUses">Times that each clip would have been shown by now if all were shown evenly.</param>
    /// <param name="secondsOf">Length of a placement in seconds.</param>
    public Neighbourhood(IReadOnlyList<Placement> placements, int at, SelectionStyle style, FootageUsage usage, double fairUses, Func<Placement, double> secondsOf)
    {
        _style = style;
        _variety = new float[usage.Clips];
        for (int clip = 0; clip < _variety.Length; clip++)
        {
            _variety[clip] = SurplusWeight * (float)Math.Clamp(usage.UsesOf(clip) - fairUses, 0, MostSurplus);
        }

        for (int i = Math.Max(0, at - Reach); i <= at + Reach && i < placements.Count; i++)
        {
            if (i == at || placements[i].Choice is not { } shot)
            {
                continue;
            }

            int distance = Math.Abs(i - at);
            if (distance == 1)
            {
                _beside.Add((shot, secondsOf(placements[i])));
            }

            if (distance <= ClipReach)
            {
                _variety[shot.Clip] += 1f / distance;
            }

            if (shot.Fingerprint is { } print)
            {
                _prints.Add((i - at, print));
            }
        }
    }

    /// <summary>Lowest value that <see cref="Losses.Context"/> can have: all terms but the direction are 0 or more.</summary>
    public float LowestContext => -DirectionShare * Math.Abs((float)_style.MotionContinuity);

    /// <summary>Loss for showing a clip close to itself or more often than its share.</summary>
    public float Variety(int clip) => (float)_style.SourceVariety * _variety[clip];

    /// <summary>Loss for a cut within one take: double when the cut would hardly be seen, since little time lies between the two windows.</summary>
    public float JumpCut(Candidate candidate, double seconds)
    {
        float loss = 0;
        foreach ((Candidate shot, double length) in _beside)
        {
            if (shot.Shot == candidate.Shot && shot.Clip == candidate.Clip)
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
        foreach ((int distance, ulong other) in _prints)
        {
            int bits = BitOperations.PopCount(print ^ other);
            if (bits >= AlikeBits)
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
        foreach ((Candidate shot, _) in _beside)
        {
            if (Direction(shot) is { } other)
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
        Direction = -DirectionShare * (float)_style.MotionContinuity * (Flow(candidate) ?? 0),
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
