using MontageAI.Editing.Pacing;

namespace MontageAI.Editing.Selection;

/// <summary>Puts into words why a candidate won a slot and why others lost, from the same numbers that decided.</summary>
internal sealed class Explainer(
    CandidateColumns columns,
    IReadOnlyList<Candidate> candidates,
    SlotWish wish,
    Neighbourhood near,
    CraftRules craft,
    Slot slot,
    double seconds
)
{
    private const string OnKeyFrame = "starts on a key frame";
    private const string BeforeIt = " frames are decoded before it";

    private const int MostReasons = 6;

    /// <summary>Difference of loss below which two candidates are called nearly equal.</summary>
    private const float NearlyEqual = 0.03f;

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

    /// <summary>The others, best first, and why they lost.</summary>
    public IReadOnlyList<RunnerUp> RunnersUp(Ranked winner, IReadOnlyList<Ranked> ranking) =>
        [.. ranking.Where(r => r.Index != winner.Index).Select(r => new RunnerUp(candidates[r.Index], WhyLost(r, winner)))];

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

    private string WhyLost(Ranked loser, Ranked winner)
    {
        if (loser.Tier != winner.Tier)
        {
            return candidates[loser.Index].Suspicion
                ?? (
                    loser.IsJumpCut && loser.Freshness < Freshness.Twin
                        ? "a jump cut beside the same take"
                        : loser.Freshness switch
                        {
                            Freshness.UnusedPart => "its shot was shown already",
                            Freshness.Twin => "the same recording was shown from another file",
                            _ => "the same pictures were shown already",
                        }
                );
        }

        Candidate own = candidates[loser.Index];
        Candidate other = candidates[winner.Index];
        Losses mine = LossesOf(loser);
        Losses theirs = LossesOf(winner);
        if (winner.Score - loser.Score < NearlyEqual)
        {
            return $"nearly as good ({winner.Score - loser.Score:0.000} behind)";
        }

        (float Difference, Func<string> Words)[] terms =
        [
            (
                mine.Quality - theirs.Quality,
                () =>
                    own.Quality is { } value
                        ? $"picture quality {value:0.00} against {Known(other.Quality)}"
                        : "its picture was not measured"
            ),
            (
                mine.Energy - theirs.Energy,
                () =>
                    own.Energy is { } value
                        ? $"energy {value:0.00} is farther from the moment's {wish.Energy:0.00} than {Known(other.Energy)}"
                        : "its energy was not measured"
            ),
            (
                mine.Action - theirs.Action,
                () =>
                    own.Action is { } value
                        ? $"motion {value:0.00} is farther from the moment's {wish.Energy:0.00} than {Known(other.Action)}"
                        : "its motion was not measured"
            ),
            (mine.Place - theirs.Place, () => "farther out of the footage's order"),
            (
                mine.Seek - theirs.Seek,
                () => own.FramesAfterKey is { } frames ? $"starts {frames:0} frames after a key frame" : "no key frame before it is known"
            ),
            (mine.Surprise - theirs.Surprise, () => "about as good; the seed chose"),
            (mine.Variety - theirs.Variety, () => "its clip is shown close by or often"),
            (mine.JumpCut - theirs.JumpCut, () => "the same take as the shot beside it"),
            (
                mine.Likeness - theirs.Likeness,
                () =>
                    near.MostAlike(own) is { } alike
                        ? $"looks like the shot {Math.Abs(alike.Distance)} {(alike.Distance < 0 ? "before" : "after")} ({alike.Bits} of "
                            + $"64 bits differ)"
                        : "looks like a shot close by"
            ),
            (mine.Direction - theirs.Direction, () => "moves in a less fitting direction beside its neighbour"),
            (mine.Repeat - theirs.Repeat, () => "was shown more often already"),
            (mine.Size - theirs.Size, () => "its shot size is that of the shot beside it"),
            (mine.CutOnAction - theirs.CutOnAction, () => "begins with less motion"),
            (mine.Match - theirs.Match, () => "matches the shot before less in shape and colour"),
            (
                mine.Establishing - theirs.Establishing,
                () =>
                    craft.Role.Establishes
                        ? "closer than a shot that opens a section should be"
                        : "wide, after the wide shot that opened the section"
            ),
            (
                mine.Hold - theirs.Hold,
                () => craft.Role.Hold > 0 ? "closer than a long shot should be" : "wider than a short shot should be"
            ),
            (mine.People - theirs.People, () => "fewer people"),
            (
                mine.Drop - theirs.Drop,
                () => $"less action for the drop ({CraftRules.Strength(own):0.00} against {CraftRules.Strength(other):0.00})"
            ),
            (mine.Bookend - theirs.Bookend, () => craft.Role.Opens ? "a weaker opening picture" : "a weaker closing picture"),
            (mine.Memory - theirs.Memory, () => "you decided against it, or for the other, before"),
        ];
        return terms.MaxBy(t => t.Difference).Words();
    }

    private Losses LossesOf(Ranked ranked) =>
        ranked.Context with
        {
            Quality = wish.QualityWeight * BatchScorer.QualityLoss(columns, ranked.Index),
            Energy = wish.EnergyWeight * BatchScorer.EnergyLoss(columns, wish, ranked.Index),
            Action = wish.ActionWeight * BatchScorer.ActionLoss(columns, wish, ranked.Index),
            Place = wish.PlaceWeight * Math.Abs(columns.Place[ranked.Index] - wish.Place),
            Seek = wish.SeekWeight * columns.Seek[ranked.Index],
            Surprise = wish.SurpriseWeight * columns.Surprise[ranked.Index],
        };

    private static string Known(float? value) => value is { } v ? $"{v:0.00}" : "one not measured";
}
