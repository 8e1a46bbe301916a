namespace MontageAI.Editing.Selection;

/// <summary>
/// Says which rules of the craft put a shot where it stands. Roles are always named; a rule that weighs candidates is named only where it
/// tipped the choice: without it a
/// rival would have won.
/// </summary>
internal sealed class CraftWords(Neighbourhood near, CraftRules craft, IReadOnlyList<Candidate> candidates, Func<Candidate, float> jumpCut)
{
    // Limits between wide, medium and close.
    private const float WideBelow = 0.45f;
    private const float CloseFrom = 0.63f;

    // What is too little to be called a match.
    private const float Matching = 0.4f;

    /// <summary>What every reason from memory begins with.</summary>
    public const string Tip = "tipped by memory: ";

    /// <summary>The sentences, most important first.</summary>
    /// <param name="winner">The shot that was chosen.</param>
    /// <param name="rivals">Those that could have been.</param>
    public IEnumerable<string> Of(Ranked winner, IReadOnlyList<Ranked> rivals)
    {
        Candidate own = candidates[winner.Index];
        if (craft.Role.IsDrop && craft.Reserves)
        {
            yield return own.Force is { } force
                ? $"the drop: the strongest action found for it ({force:0.00} of the most that was measured)"
            : own.Energy is { } energy ? $"the drop: the liveliest picture found for it ({energy:0.00}; its motion was not measured)"
            : "stands on the drop";
        }

        if (craft.Role.Breathes)
        {
            yield return "breathing room after the drop: calmer and longer";
        }

        if (Tipped(l => l.Bookend))
        {
            yield return craft.Role.Opens
                ? $"a strong opening: {(1 - (own.Closeness ?? 1) > (own.Energy ?? 0) ? "it shows the whole place" : "lively")}"
                    + $"{Value(own.Quality, ", picture quality")}"
                : $"a closing picture: calm{(own.Closeness < WideBelow ? " and wide" : "")}{Value(own.Quality, ", picture quality")}";
        }

        if (Tipped(l => l.Bars))
        {
            yield return "fills the canvas, where another would have left it partly black";
        }

        if (Tipped(l => l.JumpCut) && jumpCut(own) < 1e-6)
        {
            yield return "another shot would have been a jump cut";
        }

        if (Tipped(l => l.Establishing))
        {
            if (craft.Role.Establishes && own.Closeness < WideBelow)
            {
                yield return $"a wide shot first, where a section begins (closeness {own.Closeness:0.00})";
            }
            else if (craft.Role.Details && own.Closeness >= WideBelow && near.Before?.Closeness < WideBelow)
            {
                yield return $"nearer after the wide shot (closeness {own.Closeness:0.00})";
            }
        }

        if (Tipped(l => l.Size) && near.Before?.Closeness is { } before && own.Closeness is { } size && SizeName(size) != SizeName(before))
        {
            yield return $"{SizeName(size)} after {SizeName(before)}: the shot size changes ({before:0.00} to {size:0.00})";
        }

        if (Tipped(l => l.Hold) && own.Closeness is { } close && (craft.Role.Hold > 0 ? close < WideBelow : close >= CloseFrom))
        {
            yield return craft.Role.Hold > 0
                ? $"wide enough to be held (closeness {close:0.00})"
                : $"close enough to be read quickly (closeness {close:0.00})";
        }

        if (Tipped(l => l.CutOnAction) && own is { StartAction: > 0.5f, PeakAfter: { } after })
        {
            yield return $"cut on action: its motion peaks {after:0.00} s after the cut";
        }

        if (near.Flow(own) is { } flow && Math.Abs(flow) > 0.5f)
        {
            yield return flow > 0
                ? $"moves on in the direction of the shot beside it (cosine {flow:0.00})"
                : $"moves against the shot beside it (cosine {flow:0.00})";
        }

        if (Tipped(l => l.Match) && near.Match(own) is { Match: >= Matching, Bits: var bits })
        {
            yield return $"a match cut: alike in shape ({bits} of 64 bits differ) and colour";
        }

        if (Tipped(l => l.People) && own.People is > 0 and { } people)
        {
            yield return $"people, as far as colour tells (skin-coloured patches on {100 * people:0} % of the picture)";
        }

        if (Tipped(l => l.Memory))
        {
            yield return own.Memory is { Liking: > 0 } kept
                ? $"{Tip}you {(kept.Kept > 0 ? "kept" : kept.Chosen > 0 ? "chose" : "finished a film with")} this shot ({kept.Where})"
                : $"{Tip}you decided against another one ({candidates[rivals.MaxBy(r => r.Context.Memory).Index].Memory?.Where})";
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
