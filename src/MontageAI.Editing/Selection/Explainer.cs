using MontageAI.Editing.Pacing;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>Puts into words why a candidate won a slot, from the same numbers that decided.</summary>
internal sealed class Explainer(IReadOnlyList<Candidate> candidates, Neighbourhood near, CraftRules craft, Slot slot, double seconds)
{
    private const int MostReasons = 6;

    private static readonly HashSet<string> s_ofNeighbours =
    [
        ReasonCodes.JumpCut,
        ReasonCodes.NoJumpCut,
        ReasonCodes.NearerAfterWide,
        ReasonCodes.SizeChanges,
        ReasonCodes.Flows,
        ReasonCodes.Clashes,
        ReasonCodes.MatchCut,
    ];

    /// <summary>Why the winner stands here, most important first.</summary>
    /// <param name="winner">The winner.</param>
    /// <param name="ranking">All that were ranked, best first.</param>
    /// <param name="shortened">Whether the slot was made shorter for want of footage.</param>
    public IReadOnlyList<ShotReason> Reasons(Ranked winner, IReadOnlyList<Ranked> ranking, bool shortened)
    {
        Candidate candidate = candidates[winner.Index];
        List<Ranked> rivals = [.. ranking.Where(r => r.Tier == winner.Tier)];
        List<ShotReason> reasons = [];
        if (winner.Freshness == Freshness.UnusedPart)
        {
            reasons.Add(ShotReason.Of(ReasonCodes.UnusedPart, $"{seconds:0.00}"));
        }
        else if (winner.Freshness == Freshness.Twin)
        {
            reasons.Add(ShotReason.Of(ReasonCodes.Twin, $"{seconds:0.00}"));
        }
        else if (winner.Freshness == Freshness.Repeated)
        {
            reasons.Add(ShotReason.Of(ReasonCodes.Repeated, $"{seconds:0.00}"));
        }

        if (shortened)
        {
            reasons.Add(ShotReason.Of(ReasonCodes.Shortened));
        }

        if (candidate.Suspicion is { } suspicion)
        {
            reasons.Add(ShotReason.Of(ReasonCodes.Suspect, suspicion));
        }

        if (candidate.ShowsLetters(seconds))
        {
            reasons.Add(
                ShotReason.Of(candidate.LettersPass ? ReasonCodes.Title : ReasonCodes.Lettering, $"{candidate.LetteringAfter:0.0}")
            );
        }

        if (winner.IsJumpCut)
        {
            reasons.Add(ShotReason.Of(ReasonCodes.JumpCut));
        }

        reasons.AddRange(new CraftWords(near, craft, candidates, candidate => near.JumpCut(candidate, seconds)).Of(winner, rivals));
        if (slot.Energy is { } energy && !(craft.Role.IsDrop && craft.Reserves))
        {
            Match(
                ReasonCodes.EnergyMatches,
                ReasonCodes.EnergyNearest,
                candidate.Energy,
                energy,
                r => candidates[r.Index].Energy,
                rivals,
                reasons
            );
            Match(
                ReasonCodes.MotionMatches,
                ReasonCodes.MotionNearest,
                candidate.Action,
                energy,
                r => candidates[r.Index].Action,
                rivals,
                reasons
            );
        }

        Rank(ReasonCodes.Sharpest, candidate.Sharpness, r => candidates[r.Index].Sharpness, rivals, reasons);
        if (candidate.Quality is { } quality)
        {
            reasons.Add(ShotReason.Of(ReasonCodes.Quality, $"{quality:0.00}"));
        }

        if (reasons.Count == 0)
        {
            reasons.Add(ShotReason.Of(rivals.Count == 1 ? ReasonCodes.OnlyOne : ReasonCodes.Fits));
        }

        return [.. reasons.Take(MostReasons), .. Price(candidate)];
    }

    /// <summary>Why the only candidate stands here, for which it was not chosen: another's place suits it better.</summary>
    public IReadOnlyList<ShotReason> Exchanged(Placement placement)
    {
        Ranked own = new(0, new Standing(placement.Freshness, near.IsJumpCut(candidates[0], seconds)), 0, default);
        return [ShotReason.Of(ReasonCodes.Exchanged), .. Reasons(own, [own], placement.Shortened)];
    }

    /// <summary>The reasons of the only candidate, now that another shot stands beside it.</summary>
    public IReadOnlyList<ShotReason> BesideExchanged(Placement placement) =>
        [
            .. placement.Reasons.Where(r => !s_ofNeighbours.Contains(r.Code)),
            .. Exchanged(placement).Where(r => s_ofNeighbours.Contains(r.Code)),
        ];

    /// <summary>Whether a reason is about the price of an in-point and no longer holds when that moves.</summary>
    public static bool IsPrice(ShotReason reason) => reason.Code is ReasonCodes.OnKeyFrame or ReasonCodes.FramesBefore;

    // What showing the shot costs beside its own frames: part of the score, so it is told.
    private static IEnumerable<ShotReason> Price(Candidate candidate) =>
        candidate.FramesAfterKey switch
        {
            null => [],
            < 0.5 => [ShotReason.Of(ReasonCodes.OnKeyFrame)],
            { } frames => [ShotReason.Of(ReasonCodes.FramesBefore, FormattableString.Invariant($"{frames:0}"))],
        };

    private static void Match(
        string matches,
        string nearest,
        float? own,
        double wished,
        Func<Ranked, float?> of,
        List<Ranked> rivals,
        List<ShotReason> reasons
    )
    {
        if (own is not { } value)
        {
            return;
        }

        double off = Math.Abs(value - wished);
        int better = rivals.Count(r => of(r) is { } other && Math.Abs(other - wished) < off);
        if (off <= 0.15)
        {
            reasons.Add(ShotReason.Of(matches, $"{value:0.00}", $"{wished:0.00}"));
        }
        else if (better == 0 && rivals.Count(r => of(r) is not null) is > 1 and int known)
        {
            reasons.Add(ShotReason.Of(nearest, $"{value:0.00}", $"{wished:0.00}", $"{known}"));
        }
    }

    private static void Rank(string code, float? own, Func<Ranked, float?> of, List<Ranked> rivals, List<ShotReason> reasons)
    {
        List<float> known = [.. rivals.Select(of).OfType<float>()];
        if (own is { } value && known.Count > 1 && known.All(v => v <= value))
        {
            reasons.Add(ShotReason.Of(code, $"{known.Count}"));
        }
    }
}
