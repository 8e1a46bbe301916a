using System.Globalization;
using System.Text.RegularExpressions;
using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Prompts;

/// <summary>
/// Reads a wish in plain English without a language model: phrases of a fixed vocabulary, bent by words before them (very, slightly, no,
/// not too) and, where they speak of pace, by the part of the song that the same clause names (start, verse, build, chorus, drop, break,
/// end). The same words always give the same reading, and it says which it did not understand. No grammar: a clause ends at punctuation,
/// "but" and "then".
/// </summary>
public static partial class PromptParser
{
    /// <summary>Name of this reader in <see cref="PromptReading.Reader"/>.</summary>
    public const string Reader = "rules";

    private const string Stop = "|";
    private const double Strong = 1.5,
        Weak = 0.5;
    private const int LongestReach = 4;

    private static readonly Dictionary<string, PromptRule> s_phrases = PromptVocabulary
        .Rules.SelectMany(r => r.Phrases.Select(p => (Phrase: p, Rule: r)))
        .ToDictionary(p => p.Phrase, p => p.Rule, StringComparer.Ordinal);

    private static readonly int s_longest = s_phrases.Keys.Max(p => p.Count(c => c == ' ') + 1);

    /// <summary>Reads a wish.</summary>
    /// <param name="text">Plain English, a sentence or a few.</param>
    public static PromptReading Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        PromptReading reading = new() { Text = text, Reader = Reader };
        List<PromptPhrase> understood = [];
        string plain = text.ToLowerInvariant().Replace('’', '\'').Replace('‘', '\'');
        plain = TakeLength(plain, understood, ref reading);
        string[] words =
        [
            .. Word()
                .Matches(plain)
                .Select(m =>
                    m.Value is "but" or "then" || m.Value.Length == 1 && ",;.!?\n(/".Contains(m.Value[0], StringComparison.Ordinal)
                        ? Stop
                        : m.Value
                ),
        ];
        bool[] used = new bool[words.Length];
        List<Match> matches = Find(words, used);
        List<PromptChange> changes = [];
        foreach (Match match in matches)
        {
            reading = Take(match, matches, words, used, changes, understood, reading);
        }

        return reading with
        {
            Changes = changes,
            Understood = understood,
            NotUnderstood = Rest(words, used, matches),
        };
    }

    private static PromptReading Take(
        Match match,
        List<Match> matches,
        string[] words,
        bool[] used,
        List<PromptChange> changes,
        List<PromptPhrase> understood,
        PromptReading reading
    )
    {
        PromptRule rule = match.Rule;
        (int first, bool no, double degree) = Before(match, words, used);
        for (int i = first; i < match.Start; i++)
        {
            used[i] = true;
        }

        if (no && rule.Opposite is null)
        {
            understood.Add(new(Words(words, first, match.End), $"nothing: there is no opposite of \"{rule.Meaning}\" to choose"));
            return reading;
        }

        PromptChange[] wanted = no ? rule.Opposite! : rule.Changes;
        string meaning = no ? rule.OppositeMeaning : rule.Meaning;
        (int at, string? part) = rule.IsPace ? PartOf(match, matches, words) : (-1, null);
        foreach (PromptChange change in wanted)
        {
            changes.AddRange(change.Parameter == PromptVocabulary.Pace ? PaceOf(Bent(change, degree), part) : [Bent(change, degree)]);
        }

        if (rule.Choose is not null && !no)
        {
            reading = rule.Choose(reading);
        }

        if (part is not null)
        {
            used[at] = true;
            meaning += $", {(PromptWords.Parts[part].Part is "start" or "end" ? "at" : "in")} the {PromptWords.Parts[part].Part}";
            reading = ArcFor(part, wanted, changes, reading);
        }

        string said = degree switch
        {
            Strong => "strongly: ",
            Weak => "slightly: ",
            _ => "",
        };
        understood.Add(new(Words(words, Math.Min(first, at < 0 ? first : at), Math.Max(match.End, at + 1)), said + meaning));
        return reading;
    }

    // A song's excerpt may begin in its chorus; a slow start is then a matter of the arc.
    private static PromptReading ArcFor(string part, PromptChange[] wanted, List<PromptChange> changes, PromptReading reading)
    {
        bool longer = wanted.Any(c => c is { Parameter: PromptVocabulary.Pace, Amount: > 1 });
        bool rises = (PromptWords.Parts[part].Part == "start" && longer) || (PromptWords.Parts[part].Part == "end" && !longer);
        if (!rises || reading.Arc is not null)
        {
            return reading;
        }

        changes.Add(new("pacing.arcStrength", PromptOperation.AtLeast, 0.6));
        return reading with { Arc = "slow_burn" };
    }

    private static IEnumerable<PromptChange> PaceOf(PromptChange change, string? part)
    {
        if (part is not null)
        {
            return PromptWords.Parts[part].Parameters.Select(p => change with { Parameter = p });
        }

        string[] all = [.. PromptVocabulary.Beats, "pacing.secondsPerShot", "pacing.minShotSeconds", "pacing.maxShotSeconds"];
        return all.Select(p => change with { Parameter = p });
    }

    private static PromptChange Bent(PromptChange change, double degree) =>
        change.Operation switch
        {
            PromptOperation.Scale => change with { Amount = Math.Round(Math.Pow(change.Amount, degree), 4) },
            PromptOperation.Add or PromptOperation.AtLeast => change with { Amount = Math.Round(change.Amount * degree, 4) },
            _ => change,
        };

    // Words before a phrase, in its clause, that bend it.
    private static (int First, bool No, double Degree) Before(Match match, string[] words, bool[] used)
    {
        bool no = false;
        double degree = 1;
        int first = match.Start;
        for (int i = match.Start - 1; i >= Math.Max(0, match.Start - LongestReach) && words[i] != Stop && !used[i]; i--)
        {
            if (PromptWords.Negations.Contains(words[i]))
            {
                (no, first) = (true, i);
            }
            else if (PromptWords.Strong.Contains(words[i]))
            {
                (degree, first) = (Strong, i);
            }
            else if (PromptWords.Weak.Contains(words[i]))
            {
                (degree, first) = (Weak, i);
            }
            else if (!PromptWords.Filler.Contains(words[i]))
            {
                break;
            }
        }

        return (first, no, degree);
    }

    // The part of the song that the clause names, nearest to the phrase and not nearer to another one about pace.
    private static (int At, string? Part) PartOf(Match match, List<Match> matches, string[] words)
    {
        for (int off = 1; off <= 2 * LongestReach; off++)
        {
            foreach (int i in (int[])[match.End - 1 + off, match.Start - off])
            {
                if (
                    i >= 0
                    && i < words.Length
                    && PromptWords.Parts.ContainsKey(words[i])
                    && SameClause(i, match, words)
                    && !matches.Any(m =>
                        m != match && (m.Covers(i) || (m.Rule.IsPace && SameClause(i, m, words) && Distance(i, m) < Distance(i, match)))
                    )
                )
                {
                    return (i, words[i]);
                }
            }
        }

        return (-1, null);
    }

    private static bool SameClause(int at, Match match, string[] words) =>
        !words.AsSpan(Math.Min(at, match.Start)..Math.Max(at + 1, match.End)).Contains(Stop);

    private static int Distance(int at, Match match) => at < match.Start ? match.Start - at : at - match.End + 1;

    private static List<Match> Find(string[] words, bool[] used)
    {
        List<Match> found = [];
        for (int i = 0; i < words.Length; i++)
        {
            for (int length = Math.Min(s_longest, words.Length - i); length > 0; length--)
            {
                if (s_phrases.TryGetValue(string.Join(' ', words[i..(i + length)]), out PromptRule? rule))
                {
                    found.Add(new Match(i, i + length, rule));
                    Array.Fill(used, true, i, length);
                    i += length - 1;
                    break;
                }
            }
        }

        return found;
    }

    private static List<string> Rest(string[] words, bool[] used, List<Match> matches)
    {
        List<string> rest = [];
        List<string> run = [];
        for (int i = 0; i <= words.Length; i++)
        {
            bool open = i < words.Length && words[i] != Stop && !used[i] && !Silent(i);
            if (open)
            {
                run.Add(words[i]);
            }
            else if (run.Count > 0)
            {
                rest.Add(string.Join(' ', run));
                run.Clear();
            }
        }

        return rest;

        bool Silent(int i) =>
            PromptWords.Filler.Contains(words[i])
            || PromptWords.Strong.Contains(words[i])
            || PromptWords.Weak.Contains(words[i])
            || (PromptWords.Parts.ContainsKey(words[i]) && matches.Any(m => SameClause(i, m, words)));
    }

    private static string TakeLength(string text, List<PromptPhrase> understood, ref PromptReading reading)
    {
        System.Text.RegularExpressions.Match found = Length().Match(text);
        if (!found.Success)
        {
            return text;
        }

        double seconds = found.Groups["m"].Success
            ? (60 * Number(found.Groups["m"].Value)) + Number(found.Groups["ss"].Value)
            : Number(found.Groups["n"].Value) * (found.Groups["u"].Value.StartsWith('m') ? 60 : 1);
        if (seconds < 1)
        {
            return text;
        }

        reading = reading with { DurationSeconds = seconds };
        understood.Add(new(found.Value.Trim(), string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} seconds long")));
        return string.Concat(text.AsSpan(0, found.Index), " ", text.AsSpan(found.Index + found.Length));
    }

    private static double Number(string word) =>
        word switch
        {
            "a" or "one" => 1,
            "half a" => 0.5,
            "two" => 2,
            "three" => 3,
            "thirty" => 30,
            "sixty" => 60,
            _ => double.Parse(word, CultureInfo.InvariantCulture),
        };

    private static string Words(string[] words, int from, int to) => string.Join(' ', words[from..to].Where(w => w != Stop));

    [GeneratedRegex(@"[a-z0-9&'][a-z0-9&':\-]*|[,;.!?\n(/]")]
    private static partial Regex Word();

    [GeneratedRegex(
        @"\b(?:(?<m>[0-9]{1,4}):(?<ss>[0-5][0-9])(?![0-9])(?<!\b9:16|\b16:9)|"
            + @"(?:(?<![0-9][.,])(?<n>[0-9]{1,6}(?:\.[0-9]{1,6})?)[\s-]*|(?<n>half a|a|one|two|three|thirty|sixty)\s+)"
            + @"(?<u>minutes?|mins?|m\b|seconds?|secs?|s\b))(?:\s+long)?"
    )]
    private static partial Regex Length();

    private sealed record Match(int Start, int End, PromptRule Rule)
    {
        public bool Covers(int at) => at >= Start && at < End;
    }
}
