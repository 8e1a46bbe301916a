using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Says which rules of the craft put a shot where it stands. Roles are always named; a rule that weighs candidates is named only where it
/// tipped the choice: without it a rival would have won.
/// </summary>
internal sealed class CraftWords(Neighbourhood near, CraftRules craft, IReadOnlyList<Candidate> candidates, Func<Candidate, float> jumpCut)
{
    // Limits between wide, medium and close.
    private const float WideBelow = 0.45f;
    private const float CloseFrom = 0.63f;

    // What is too little to be called a match.
    private const float Matching = 0.4f;

    /// <summary>The reasons, most important first.</summary>
    /// <param name="winner">The shot that was chosen.</param>
    /// <param name="rivals">Those that could have been.</param>
    public IEnumerable<ShotReason> Of(Ranked winner, IReadOnlyList<Ranked> rivals)
    {
        Candidate own = candidates[winner.Index];
        if (craft.Role.IsDrop && craft.Reserves)
        {
            yield return own.Force is { } force ? ShotReason.Of(ReasonCodes.DropForce, $"{force:0.00}")
            : own.Energy is { } energy ? ShotReason.Of(ReasonCodes.DropEnergy, $"{energy:0.00}")
            : ShotReason.Of(ReasonCodes.OnDrop);
        }

        if (craft.Role.Breathes)
        {
            yield return ShotReason.Of(ReasonCodes.Breath);
        }

        if (Tipped(l => l.Bookend))
        {
            yield return craft.Role.Opens
                ? ShotReason.Of(
                    ReasonCodes.Opening,
                    1 - (own.Closeness ?? 1) > (own.Energy ?? 0) ? "it shows the whole place" : "lively",
                    Value(own.Quality, ", picture quality")
                )
                : ShotReason.Of(ReasonCodes.Closing, own.Closeness < WideBelow ? " and wide" : "", Value(own.Quality, ", picture quality"));
        }

        if (Tipped(l => l.Bars))
        {
            yield return ShotReason.Of(ReasonCodes.FillsCanvas);
        }

        if (Tipped(l => l.JumpCut) && jumpCut(own) < 1e-6)
        {
            yield return ShotReason.Of(ReasonCodes.NoJumpCut);
        }

        if (Tipped(l => l.Establishing))
        {
            if (craft.Role.Establishes && own.Closeness < WideBelow)
            {
                yield return ShotReason.Of(ReasonCodes.WideFirst, $"{own.Closeness:0.00}");
            }
            else if (craft.Role.Details && own.Closeness >= WideBelow && near.Before?.Closeness < WideBelow)
            {
                yield return ShotReason.Of(ReasonCodes.NearerAfterWide, $"{own.Closeness:0.00}");
            }
        }

        if (Tipped(l => l.Size) && near.Before?.Closeness is { } before && own.Closeness is { } size && SizeName(size) != SizeName(before))
        {
            yield return ShotReason.Of(ReasonCodes.SizeChanges, SizeName(size), SizeName(before), $"{before:0.00}", $"{size:0.00}");
        }

        if (Tipped(l => l.Hold) && own.Closeness is { } close && (craft.Role.Hold > 0 ? close < WideBelow : close >= CloseFrom))
        {
            yield return ShotReason.Of(craft.Role.Hold > 0 ? ReasonCodes.HoldsWide : ReasonCodes.ReadsClose, $"{close:0.00}");
        }

        if (Tipped(l => l.CutOnAction) && own is { StartAction: > 0.5f, PeakAfter: { } after })
        {
            yield return ShotReason.Of(ReasonCodes.CutOnAction, $"{after:0.00}");
        }

        if (Tipped(l => l.Moment) && craft.MomentOf(own) is { Strength: > 0.3f, Seconds: var until })
        {
            yield return ShotReason.Of(ReasonCodes.Moment, $"{until:0.0}");
        }

        if (near.Flow(own) is { } flow && Math.Abs(flow) > 0.5f)
        {
            yield return ShotReason.Of(flow > 0 ? ReasonCodes.Flows : ReasonCodes.Clashes, $"{flow:0.00}");
        }

        if (Tipped(l => l.Match) && near.Match(own) is { Match: >= Matching, Bits: var bits })
        {
            yield return ShotReason.Of(ReasonCodes.MatchCut, $"{bits}");
        }

        if (Tipped(l => l.People) && own.People is { } people)
        {
            if (people is { Share: { } share, Most: > 0 })
            {
                yield return ShotReason.Of(ReasonCodes.Faces, $"{100 * share:0}", $"{people.Most}", $"{100 * people.Largest:0.0}");
            }
            else if (people.Share is not null)
            {
                yield return ShotReason.Of(ReasonCodes.NoFaces);
            }
            else if (people.Largest > 0)
            {
                yield return ShotReason.Of(ReasonCodes.People, $"{100 * people.Largest:0}");
            }
        }

        if (own.IsWished && Tipped(l => l.Wish))
        {
            yield return ShotReason.Of(ReasonCodes.Wished, $"{own.Wish:0.00}");
        }

        if (Tipped(l => l.Memory))
        {
            yield return own.Memory is { Liking: > 0 } kept
                ? ShotReason.Of(
                    ReasonCodes.MemoryFor,
                    kept.Kept > 0 ? "you kept this shot"
                        : kept.Chosen > 0 ? "you chose this shot"
                        : "you finished a film with this shot",
                    kept.Where
                )
                : ShotReason.Of(ReasonCodes.MemoryAgainst, candidates[rivals.MaxBy(r => r.Context.Memory).Index].Memory?.Where ?? "");
        }

        bool Tipped(Func<Losses, float> rule)
        {
            float without = winner.Score + rule(winner.Context);
            return rivals.Any(r => r.Index != winner.Index && r.Score + rule(r.Context) > without);
        }
    }

    /// <summary>A shot size in a word.</summary>
    public static string SizeName(float closeness) =>
        closeness switch
        {
            < WideBelow => "wide",
            < CloseFrom => "medium",
            _ => "close",
        };

    private static string Value(float? value, string words, string after = "") =>
        value is { } v ? FormattableString.Invariant($"{words} {v:0.00}{after}") : "";
}
