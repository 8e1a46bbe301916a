using System.Text;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Captions;

/// <summary>Words that stand in the picture together.</summary>
/// <param name="Record">Frames of the timeline.</param>
/// <param name="Words">The words, with the frames in which each is said.</param>
/// <param name="Scale">Type is made this much smaller so that its longest word fits, 0 to 1.</param>
internal sealed record CaptionBlock(FrameRange Record, IReadOnlyList<BlockWord> Words, double Scale)
{
    // What is left of a line for words that turn out wider than thought.
    private const double Safe = 0.94;

    /// <summary>Parts a cue into blocks of as many lines as the picture bears.</summary>
    /// <param name="cue">The cue, its text already without what no font has.</param>
    /// <param name="look">The style.</param>
    /// <param name="lineWidth">Width of a line in parts of the type's height.</param>
    /// <param name="size">Height of the type in parts of the shorter side.</param>
    /// <param name="lines">Most lines.</param>
    public static IReadOnlyList<CaptionBlock> Of(CaptionCue cue, CaptionDesign look, double lineWidth, double size, int lines)
    {
        BlockWord[] words = [.. WordsOf(cue)];
        List<List<BlockWord>> groups = [];
        int line = 1;
        double used = 0;
        foreach (BlockWord word in words)
        {
            double width = TypeSetting.Width(look.Upper ? word.Text.ToUpperInvariant() : word.Text, look, size) / Safe;
            double space = word.Joined || used == 0 ? 0 : 0.32;
            bool newGroup = groups.Count == 0 || (look.Words > 0 && groups[^1].Count(w => !w.Joined) >= look.Words && !word.Joined);
            bool newLine = !newGroup && (word.StartsLine || used + space + width > lineWidth);
            if (newLine && line == lines)
            {
                (newGroup, newLine) = (true, false);
            }

            if (newGroup)
            {
                groups.Add([]);
                (line, used, space) = (1, 0, 0);
            }
            else if (newLine)
            {
                (line, used, space) = (line + 1, 0, 0);
            }

            groups[^1].Add(word with { StartsLine = newLine && (word.StartsLine || word.Joined) });
            used += space + width;
        }

        List<CaptionBlock> blocks = [];
        for (int i = 0; i < groups.Count; i++)
        {
            long start = i == 0 ? cue.Record.Start : groups[i][0].Record.Start;
            long end = i + 1 < groups.Count ? groups[i + 1][0].Record.Start : cue.Record.End;
            if (end > start)
            {
                double widest = groups[i].Max(w => TypeSetting.Width(w.Text, look, size) / Safe);
                blocks.Add(new CaptionBlock(new FrameRange(start, end), groups[i], Math.Min(1, lineWidth / widest)));
            }
        }

        return blocks;
    }

    // Words of the cue's text with their times: as known, else evenly by letters.
    private static IEnumerable<BlockWord> WordsOf(CaptionCue cue)
    {
        List<BlockWord> words = [];
        foreach (string line in cue.Text.Split('\n'))
        {
            bool first = true;
            foreach (string word in line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                bool joined = false;
                foreach (string part in Parts(word))
                {
                    words.Add(new BlockWord(part, default, first && words.Count > 0, joined));
                    (first, joined) = (false, true);
                }
            }
        }

        int spoken = words.Count(w => !w.Joined);
        if (cue.Words is { } timed && timed.Count == spoken)
        {
            int at = -1;
            return [.. words.Select(w => w with { Record = timed[at += w.Joined ? 0 : 1].Record })];
        }

        double letters = words.Sum(w => w.Text.Length + 1),
            passed = 0;
        return
        [
            .. words.Select(w =>
            {
                long from = cue.Record.Start + (long)Math.Round(cue.Record.Length * passed / letters);
                passed += w.Text.Length + 1;
                return w with { Record = new FrameRange(from, cue.Record.Start + (long)Math.Round(cue.Record.Length * passed / letters)) };
            }),
        ];
    }

    // Scripts without spaces break between any two letters.
    private static IEnumerable<string> Parts(string word)
    {
        StringBuilder part = new();
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (part.Length > 0 && TypeSetting.BreaksAnywhere(rune))
            {
                yield return part.ToString();
                part.Clear();
            }

            part.Append(rune.ToString());
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }
}

/// <summary>A word of a block.</summary>
/// <param name="Text">The word.</param>
/// <param name="Record">Frames in which it is said.</param>
/// <param name="StartsLine">Whether a line begins with it.</param>
/// <param name="Joined">Whether it stands directly behind the one before.</param>
internal sealed record BlockWord(string Text, FrameRange Record, bool StartsLine, bool Joined);
