using MontageAI.Results;

namespace MontageAI.Editing.Captions;

/// <summary>Makes cues that can be read of lines that were spoken.</summary>
public static class SpokenCues
{
    // Two lines of 42 characters, as is usual; and no cue stands for longer.
    private const int MostCharacters = 84;
    private const double MostSeconds = 7;

    /// <summary>The cues of some lines. Long lines are parted between words, where a sentence ends if one does.</summary>
    /// <param name="lines">The lines, in order.</param>
    public static IReadOnlyList<SubtitleCue> Of(IEnumerable<SpokenLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return [.. lines.SelectMany(Parted)];
    }

    private static IEnumerable<SubtitleCue> Parted(SpokenLine line)
    {
        if (line.Text.Length <= MostCharacters && line.End - line.Start <= MostSeconds)
        {
            return [new SubtitleCue(line.Start, line.End, line.Text, Words(line.Words))];
        }

        IReadOnlyList<SpokenWord> words = line.Words ?? Spread(line);
        List<SubtitleCue> cues = [];
        for (int from = 0; from < words.Count; )
        {
            int to = from + 1,
                sentence = 0,
                letters = words[from].Text.Length;
            while (
                to < words.Count && letters + 1 + words[to].Text.Length <= MostCharacters && EndOf(to) - words[from].Start <= MostSeconds
            )
            {
                letters += 1 + words[to].Text.Length;
                to++;
                sentence = words[to - 1].Text[^1] is '.' or '?' or '!' or '…' or '。' ? to : sentence;
            }

            to = to < words.Count && sentence > 0 ? sentence : to;
            SpokenWord[] mine = [.. words.Skip(from).Take(to - from)];
            double end = to < words.Count ? words[to].Start : line.End;
            if (end > mine[0].Start)
            {
                cues.Add(
                    new SubtitleCue(mine[0].Start, end, string.Join(' ', mine.Select(w => w.Text)), line.Words is null ? null : Words(mine))
                );
            }

            from = to;
        }

        return cues;

        double EndOf(int word) => word + 1 < words.Count ? words[word + 1].Start : line.End;
    }

    private static SubtitleWord[]? Words(IReadOnlyList<SpokenWord>? words) =>
        words is null ? null : [.. words.Select(w => new SubtitleWord(w.Start, w.Text))];

    // Where it is not known when words are said, they are spread by their letters.
    private static List<SpokenWord> Spread(SpokenLine line)
    {
        string[] words = line.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        double letters = words.Sum(w => w.Length + 1.0),
            said = 0;
        List<SpokenWord> spread = [];
        foreach (string word in words)
        {
            spread.Add(new SpokenWord(line.Start + ((line.End - line.Start) * said / letters), word));
            said += word.Length + 1;
        }

        return spread;
    }
}
