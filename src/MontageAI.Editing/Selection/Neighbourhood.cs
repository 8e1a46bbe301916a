using System.Numerics;
using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Selection;

/// <summary>
/// The shots around one slot, and what they say against a candidate there: the same clip close by, the same take beside it, a picture that
/// looks alike, motion in the wrong direction. Limits chosen by hand.
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

    /// <summary>Differing bits of two fingerprints of one clip up to which the framing is the same, and from which on it has clearly
    /// changed.</summary>
    private const int SameFraming = 12;
    private const int OtherFraming = 24;

    /// <summary>Seconds of source between two moments of one clip, and distance of their mean colours, up to which they are taken for the
    /// same scene.</summary>
    private const double SameSceneSeconds = 5;
    private const float SameSceneColour = 0.12f;

    /// <summary>Differing bits of two fingerprints, and distance of mean colours, up to which two pictures are nearly the same.</summary>
    private const int SamePictureBits = 8;
    private const float SamePictureColour = 0.08f;

    /// <summary>How far a row of like shots is followed.</summary>
    private const int MostInARow = 6;

    /// <summary>What showing a clip costs when footage is scarce and nothing but another clip has any left.</summary>
    private const float SupplyWeight = 1.5f;

    /// <summary>Likeness of framing from which on a cut within a clip is a jump cut.</summary>
    private const float JumpLikeness = 0.5f;

    /// <summary>Weight of the rule from which on a jump cut ranks behind every other choice of new footage, not only lower.</summary>
    private const double StrictWeight = 1;

    /// <summary>Difference of shot size from which on sizes count as different.</summary>
    private const float SizeStep = 0.35f;

    /// <summary>Differing bits, and distance of mean colours, at which two pictures no longer match in shape or colour.</summary>
    private const int MatchBits = 28;
    private const float MatchColour = 0.2f;

    /// <summary>Loss per showing of a clip beyond its share, and the most showings that count.</summary>
    private const float SurplusWeight = 0.25f;
    private const double MostSurplus = 4;

    /// <summary>Share of the style's weight that a full cosine of direction is worth.</summary>
    private const float DirectionShare = 0.5f;

    /// <summary>Share of the style's weight that beginning in the strongest motion gains, and in the weakest loses.</summary>
    private const float ActionShare = 0.5f;

    /// <summary>Share of the style's weight that an equal shot size on both sides costs.</summary>
    private const float SizeShare = 0.6f;

    /// <summary>Loss of showing the same pictures once more.</summary>
    private const float RepeatLoss = 2;

    private readonly List<(Candidate Shot, double Seconds, bool Before)> _beside = [];
    private readonly List<(Candidate Shot, double Seconds)> _close = [];
    private readonly List<(int Distance, ulong Print)> _prints = [];
    private readonly List<Candidate> _rowBefore = [];
    private readonly List<Candidate> _rowAfter = [];
    private readonly float[] _variety;
    private readonly SelectionStyle _style;
    private readonly CraftStyle _craft;

    /// <summary>Looks around a slot.</summary>
    /// <param name="placements">All slots in order, filled or not.</param>
    /// <param name="at">Index of the slot.</param>
    /// <param name="style">Weights.</param>
    /// <param name="usage">What is on the timeline.</param>
    /// <param name="fairUses">Times that each clip would have been shown by now if all had their share.</param>
    /// <param name="secondsOf">Length of a placement in seconds.</param>
    public Neighbourhood(
        IReadOnlyList<Placement> placements,
        int at,
        Style style,
        FootageUsage usage,
        IReadOnlyList<double> fairUses,
        Func<Placement, double> secondsOf
    )
    {
        (_style, _craft) = (style.Selection, style.Craft);
        _variety = new float[usage.Clips];
        for (int clip = 0; clip < _variety.Length; clip++)
        {
            _variety[clip] =
                (SurplusWeight * (float)Math.Clamp(usage.UsesOf(clip) - fairUses[clip], 0, MostSurplus))
                + (SupplyWeight * usage.ShortageOf(clip));
        }

        _rowBefore.AddRange(Row(placements, at, -1));
        _rowAfter.AddRange(Row(placements, at, 1));
        for (int i = Math.Max(0, at - Reach); i <= at + Reach && i < placements.Count; i++)
        {
            if (i == at || placements[i].Choice is not { } shot)
            {
                continue;
            }

            int distance = Math.Abs(i - at);
            if (distance == 1)
            {
                _beside.Add((shot, secondsOf(placements[i]), i < at));
            }

            if (distance <= ClipReach)
            {
                _variety[shot.Clip] += 1f / distance;
                _close.Add((shot, secondsOf(placements[i])));
            }

            if (shot.Fingerprint is { } print)
            {
                _prints.Add((i - at, print));
            }
        }
    }

    /// <summary>Whether some of the same pictures are shown close by.</summary>
    public bool IsShownCloseBy(Candidate candidate, double seconds) =>
        _close.Exists(c =>
            c.Shot.Clip == candidate.Clip
            && c.Shot.InSeconds < candidate.InSeconds + seconds - 1e-9
            && candidate.InSeconds < c.Shot.InSeconds + c.Seconds - 1e-9
        );

    /// <summary>How many like shots of its clip a candidate would stand in a row with.</summary>
    public int RowOf(Candidate candidate)
    {
        return Count(_rowBefore) + Count(_rowAfter);

        int Count(List<Candidate> row)
        {
            int count = 0;
            while (count < row.Count && IsAlikeTake(candidate, row[count]))
            {
                count++;
            }

            return count;
        }
    }

    // What stands on one side, the nearest first, as far as it matters and is filled.
    private static IEnumerable<Candidate> Row(IReadOnlyList<Placement> placements, int at, int step)
    {
        for (int i = 1; i <= MostInARow && at + (i * step) >= 0 && at + (i * step) < placements.Count; i++)
        {
            if (placements[at + (i * step)].Choice is not { } shot)
            {
                yield break;
            }

            yield return shot;
        }
    }

    private static bool IsAlikeTake(Candidate a, Candidate b) =>
        a.Clip == b.Clip && (a.Shot == b.Shot || FramingLikeness(a, b) >= JumpLikeness);

    /// <summary>Lowest value that the terms of <see cref="Against"/> can sum to: all but three are 0 or more.</summary>
    public float LowestContext =>
        -(DirectionShare * Math.Abs((float)_style.MotionContinuity)) - (float)_craft.MatchCut - (ActionShare * (float)_craft.CutOnAction);

    /// <summary>Loss for showing a clip close to itself or more often than its share.</summary>
    public float Variety(int clip) => (float)_style.SourceVariety * _variety[clip];

    /// <summary>
    /// Loss for a cut within one clip that does not change the framing, in full where fingerprints are alike, half where only the take is
    /// the same. Double when the cut would hardly be seen, since little time lies between the two windows.
    /// </summary>
    public float JumpCut(Candidate candidate, double seconds)
    {
        float loss = 0;
        foreach ((Candidate shot, double length, _) in _beside)
        {
            float alike = Math.Max(FramingLikeness(candidate, shot), IsSameTake(candidate, shot) ? JumpLikeness : 0);
            loss += (float)_craft.NoJumpCuts * alike * (float)(2 - Math.Clamp(Gap(candidate, seconds, shot, length) / 10, 0, 1));
        }

        return loss;
    }

    /// <summary>Whether a candidate beside one of its neighbours is a jump cut that the style will not have while anything else fits, or
    /// shows nearly the same picture, whatever clip it is from.</summary>
    public bool IsJumpCut(Candidate candidate, double seconds)
    {
        foreach ((Candidate shot, _, _) in _beside)
        {
            if (IsSamePicture(candidate, shot))
            {
                return true;
            }
        }

        foreach ((Candidate shot, double length, _) in _craft.NoJumpCuts >= StrictWeight ? _beside : [])
        {
            if (FramingLikeness(candidate, shot) >= JumpLikeness || IsSameScene(candidate, shot, Gap(candidate, seconds, shot, length)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How alike two moments of one clip are framed, 0 to 1; of one take without fingerprints 1, since nothing says that it
    /// changed.</summary>
    internal static float FramingLikeness(Candidate a, Candidate b)
    {
        if (a.Clip != b.Clip && a.Twin != b.Twin)
        {
            return 0;
        }

        return a is { Fingerprint: { } own } && b is { Fingerprint: { } other }
                ? Math.Clamp((float)(OtherFraming - BitOperations.PopCount(own ^ other)) / (OtherFraming - SameFraming), 0, 1)
            : IsSameTake(a, b) ? 1
            : 0;
    }

    private static bool IsSamePicture(Candidate a, Candidate b) =>
        a is { Fingerprint: { } own, Colour: { } mine }
        && b is { Fingerprint: { } other, Colour: { } theirs }
        && BitOperations.PopCount(own ^ other) <= SamePictureBits
        && Distance(mine, theirs) < SamePictureColour;

    private static bool IsSameScene(Candidate a, Candidate b, double gap) =>
        a.Clip == b.Clip
        && gap < SameSceneSeconds
        && (a.Shot == b.Shot || (a is { Colour: { } own } && b is { Colour: { } other } && Distance(own, other) < SameSceneColour));

    private static float Distance((float Luma, float Blue, float Red) a, (float Luma, float Blue, float Red) b) =>
        Math.Abs(a.Luma - b.Luma) + (2 * (Math.Abs(a.Blue - b.Blue) + Math.Abs(a.Red - b.Red)));

    private static bool IsSameTake(Candidate a, Candidate b) => a.Clip == b.Clip && a.Shot == b.Shot;

    private static double Gap(Candidate candidate, double seconds, Candidate shot, double length) =>
        Math.Max(candidate.InSeconds - (shot.InSeconds + length), shot.InSeconds - (candidate.InSeconds + seconds));

    /// <summary>Loss for a shot size like those beside; the mean of both sides, 0 where sizes are not known.</summary>
    public float Size(Candidate candidate)
    {
        if (candidate.Closeness is not { } own)
        {
            return 0;
        }

        float sum = 0;
        int count = 0;
        foreach ((Candidate shot, _, _) in _beside)
        {
            if (shot.Closeness is { } other)
            {
                sum += Math.Max(0, 1 - (Math.Abs(own - other) / SizeStep));
                count++;
            }
        }

        return count == 0 ? 0 : SizeShare * (float)_craft.ShotSizeVariety * sum / count;
    }

    /// <summary>The shot before the slot; null when nothing is there yet.</summary>
    public Candidate? Before => _beside.Where(b => b.Before).Select(b => b.Shot).FirstOrDefault();

    /// <summary>How well a candidate of another clip matches the shot before in shape and colour, 0 to 1; null where that is not
    /// known.</summary>
    public (float Match, int Bits)? Match(Candidate candidate)
    {
        if (
            Before is not { Fingerprint: { } print, Colour: { } colour } before
            || before.Clip == candidate.Clip
            || candidate is not { Fingerprint: { } own, Colour: { } mine }
        )
        {
            return null;
        }

        int bits = BitOperations.PopCount(print ^ own);
        float distance = Distance(mine, colour);
        return (((0.5f * Math.Max(0, 1 - ((float)bits / MatchBits))) + (0.5f * Math.Max(0, 1 - (distance / MatchColour)))), bits);
    }

    /// <summary>The shot close by that looks most like a candidate, weighted by nearness, with the differing bits; null when none looks
    /// alike.</summary>
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

            // Where a style wants matches across the cut, the shot right before does not count.
            float wanted = distance == -1 ? Math.Max(0, 1 - (float)_craft.MatchCut) : 1;
            float loss = 2 * wanted * (float)_style.LikenessApart * (1 - ((float)bits / AlikeBits)) / MathF.Sqrt(Math.Abs(distance));
            if (most is null || loss > most.Value.Loss)
            {
                most = (distance, bits, loss);
            }
        }

        return most;
    }

    /// <summary>
    /// The cosine between the directions of a candidate and the shots beside it, the mean of both sides: 1 flows on, -1 clashes; null
    /// without a direction.
    /// </summary>
    public float? Flow(Candidate candidate)
    {
        if (Direction(candidate) is not { } own)
        {
            return null;
        }

        float sum = 0;
        int count = 0;
        foreach ((Candidate shot, _, _) in _beside)
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
    public Losses Against(Candidate candidate, double seconds, int overlaps) =>
        new()
        {
            Variety = Variety(candidate.Clip),
            JumpCut = JumpCut(candidate, seconds),
            Likeness = MostAlike(candidate)?.Loss ?? 0,
            Direction = -DirectionShare * (float)_style.MotionContinuity * (Flow(candidate) ?? 0),
            Repeat = RepeatLoss * overlaps,
            Size = Size(candidate),
            CutOnAction = candidate.StartAction is { } start ? ActionShare * (float)_craft.CutOnAction * (1 - (2 * start)) : 0,
            Match = _craft.MatchCut > 0 && Match(candidate) is { } match ? -(float)_craft.MatchCut * match.Match : 0,
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
