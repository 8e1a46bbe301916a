using MontageAI.Editing.Pacing;

namespace MontageAI.Editing.Selection;

/// <summary>Puts into words why a candidate won a slot, from the same numbers that decided.</summary>
internal sealed class Explainer(IReadOnlyList<Candidate> candidates, Neighbourhood near, CraftRules craft, Slot slot, double seconds)
{
    private const string OnKeyFrame = "starts on a key frame";
    private const string BeforeIt = " frames are decoded before it";

    private const int MostReasons = 6;

    /// <summary>Why the winner stands here, most important first.</summary>
    /// <param name="winner">The winner.</param>
    /// <param name="ranking">All that were ranked, best first.</param>
    /// <param name="shortened">Whether the slot was made shorter for want of footage.</param>
    public IReadOnlyList<string> Reasons(Ranked winner, IReadOnlyList<Ranked> ranking, bool shortened)
    {
        Candidate candidate = candidates[winner.Index];
        List<Ranked> rivals = [.. ranking.Where(r => r.Tier == winner.Tier)];
        List<string> reasons = [];
        if (winner.Freshness == Freshness.UnusedPart)
        {
            reasons.Add($"another part of a shot already shown, since no unused shot lasts {seconds:0.00} s");
        }
        else if (winner.Freshness == Freshness.Twin)
        {
            reasons.Add($"the same recording was shown from another file, since nothing else lasts {seconds:0.00} s");
        }
        else if (winner.Freshness == Freshness.Repeated)
        {
            reasons.Add($"shown again, since no unused footage lasts {seconds:0.00} s");
        }

        if (shortened)
        {
            reasons.Add("cut shorter than the style asks for, since the footage does not fill the whole time");
        }

        if (candidate.Suspicion is { } suspicion)
        {
            reasons.Add($"shown although {suspicion}: there is no other new footage for this place");
        }

        if (winner.IsJumpCut)
        {
            reasons.Add("a jump cut: there is no other footage for this place");
        }

        reasons.AddRange(new CraftWords(near, craft, candidates, candidate => near.JumpCut(candidate, seconds)).Of(winner, rivals));
        if (slot.Energy is { } energy && !(craft.Role.IsDrop && craft.Reserves))
        {
            Match("energy", candidate.Energy, energy, r => candidates[r.Index].Energy, rivals, reasons);
            Match("motion", candidate.Action, energy, r => candidates[r.Index].Action, rivals, reasons);
        }

        Rank("sharpest", candidate.Sharpness, r => candidates[r.Index].Sharpness, rivals, reasons);
        if (candidate.Quality is { } quality)
        {
            reasons.Add($"picture quality {quality:0.00}");
        }

        if (reasons.Count == 0)
        {
            reasons.Add(rivals.Count == 1 ? "the only footage that fits" : "fits, and its clip was not shown close by");
        }

        return [.. reasons.Take(MostReasons), .. Price(candidate)];
    }

    /// <summary>Whether a reason is about the price of an in-point and no longer holds when that moves.</summary>
    public static bool IsPrice(string reason) => reason == OnKeyFrame || reason.EndsWith(BeforeIt, StringComparison.Ordinal);

    // What showing the shot costs beside its own frames: part of the score, so it is told.
    private static IEnumerable<string> Price(Candidate candidate) =>
        candidate.FramesAfterKey switch
        {
            null => [],
            < 0.5 => [OnKeyFrame],
            { } frames => [FormattableString.Invariant($"{frames:0}{BeforeIt}")],
        };

    private static void Match(string what, float? own, double wished, Func<Ranked, float?> of, List<Ranked> rivals, List<string> reasons)
    {
        if (own is not { } value)
        {
            return;
        }

        double off = Math.Abs(value - wished);
        int better = rivals.Count(r => of(r) is { } other && Math.Abs(other - wished) < off);
        if (off <= 0.15)
        {
            reasons.Add($"{what} {value:0.00} matches the moment's {wished:0.00}");
        }
        else if (better == 0 && rivals.Count(r => of(r) is not null) is > 1 and int known)
        {
            reasons.Add($"{what} {value:0.00} is the nearest to the moment's {wished:0.00} of {known} candidates");
        }
    }

    private static void Rank(string what, float? own, Func<Ranked, float?> of, List<Ranked> rivals, List<string> reasons)
    {
        List<float> known = [.. rivals.Select(of).OfType<float>()];
        if (own is { } value && known.Count > 1 && known.All(v => v <= value))
        {
            reasons.Add($"{what} of {known.Count} candidates");
        }
    }
}
