using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MontageAI.Errors;

namespace MontageAI.Editing.Captions;

/// <summary>
/// Reads SRT and WebVTT. Forgiving, since most such files are made by hand or by machines that do not keep to the rules: a cue is whatever
/// follows a line with two times, up to the next such line or an empty one.
/// </summary>
public static partial class SubtitleFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="origin">Its name, for messages.</param>
    /// <exception cref="ConfigurationException">It holds no cue.</exception>
    public static SubtitleDocument Parse(ReadOnlySpan<byte> bytes, string origin)
    {
        List<string> notes = [];
        string text = SubtitleText.Decode(bytes, origin, notes);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ConfigurationException(
                ErrorCode.CaptionsInvalid,
                $"'{origin}' is empty; captions are read from SRT (.srt) and WebVTT (.vtt)."
            );
        }

        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        bool web = lines[0].StartsWith("WEBVTT", StringComparison.Ordinal);
        List<SubtitleCue> cues = [];
        bool settings = false,
            broken = false;
        for (int i = 0; i < lines.Length; i++)
        {
            if (TimesPattern().Match(lines[i]) is not { Success: true } times)
            {
                // A note, style or region of WebVTT goes up to the next empty line.
                if (web && BlockPattern().IsMatch(lines[i]))
                {
                    while (i + 1 < lines.Length && lines[i + 1].Trim().Length > 0)
                    {
                        i++;
                    }
                }

                continue;
            }

            List<string> body = [];
            while (i + 1 < lines.Length && lines[i + 1].Trim().Length > 0 && !TimesPattern().IsMatch(lines[i + 1]))
            {
                body.Add(lines[++i]);
            }

            if (i + 1 < lines.Length && TimesPattern().IsMatch(lines[i + 1]) && body.Count > 0 && NumberPattern().IsMatch(body[^1]))
            {
                // The empty line before the next cue's number is missing.
                body.RemoveAt(body.Count - 1);
            }

            settings |= times.Groups["rest"].Value.Trim().Length > 0;
            double start = Seconds(times.Groups["from"].Value),
                end = Seconds(times.Groups["to"].Value);
            SubtitleCue cue = Cue(start, end, string.Join('\n', body));
            if (cue.Text.Length == 0)
            {
                continue;
            }

            if (end <= start)
            {
                broken = true;
                continue;
            }

            cues.Add(cue);
        }

        if (cues.Count == 0)
        {
            throw new ConfigurationException(
                ErrorCode.CaptionsInvalid,
                $"'{origin}' holds no captions: there is no line like '00:00:01,000 --> 00:00:03,500' with text below it. Captions are "
                    + $"read from SRT (.srt) and WebVTT (.vtt)."
            );
        }

        if (settings)
        {
            notes.Add($"'{origin}' says where cues stand in the picture; that is left to the caption style.");
        }

        if (broken)
        {
            notes.Add($"'{origin}' has cues that end before they begin; they are left out.");
        }

        return new SubtitleDocument([.. cues.OrderBy(c => c.Start)], notes);
    }

    // Markup goes; times between words stay beside the words that follow them.
    private static SubtitleCue Cue(double start, double end, string body)
    {
        StringBuilder text = new();
        List<SubtitleWord> words = [];
        bool timed = false;
        double at = start;
        int position = 0;
        foreach (Match tag in TagPattern().Matches(body))
        {
            Take(body[position..tag.Index]);
            position = tag.Index + tag.Length;
            if (tag.Groups["time"] is { Success: true } time)
            {
                at = Seconds(time.Value);
                timed = true;
            }
        }

        Take(body[position..]);
        string plain = string.Join(
            '\n',
            text.ToString()
                .Split('\n')
                .Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
                .Where(l => l.Length > 0)
        );
        return new SubtitleCue(start, end, plain, timed && words.Count > 0 ? words : null);

        void Take(string piece)
        {
            piece = Unescaped(piece);
            bool joins =
                words.Count > 0 && text.Length > 0 && !char.IsWhiteSpace(text[^1]) && piece.Length > 0 && !char.IsWhiteSpace(piece[0]);
            text.Append(piece);
            foreach (string word in piece.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                if (joins)
                {
                    // A time within a word parts syllables; the word began with the first of them.
                    words[^1] = words[^1] with
                    {
                        Text = words[^1].Text + word,
                    };
                }
                else
                {
                    words.Add(new SubtitleWord(at, word));
                }

                joins = false;
            }
        }
    }

    private static string Unescaped(string text) =>
        text.Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&nbsp;", "\u00A0", StringComparison.Ordinal)
            .Replace("&lrm;", "\u200E", StringComparison.Ordinal)
            .Replace("&rlm;", "\u200F", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("\\N", "\n", StringComparison.Ordinal);

    // "01:02:03,400", "02:03.4", "3.4".
    private static double Seconds(string text) =>
        text.Split(':').Aggregate(0.0, (sum, part) => (sum * 60) + double.Parse(part.Replace(',', '.'), CultureInfo.InvariantCulture));

    [GeneratedRegex(
        @"^\s*(?<from>([0-9]{1,6}:){0,2}[0-9]{1,6}([.,][0-9]{1,12})?)\s*-->\s*"
            + @"(?<to>([0-9]{1,6}:){0,2}[0-9]{1,6}([.,][0-9]{1,12})?)(?<rest>.*)$"
    )]
    private static partial Regex TimesPattern();

    [GeneratedRegex(@"^(NOTE|STYLE|REGION)\b")]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"^\s*\d+\s*$")]
    private static partial Regex NumberPattern();

    // <b>, </i>, <font color="...">, <c.yellow>, <v Name>, <00:00:01.200>, and {\an8} of some SRT files.
    [GeneratedRegex(@"<(?<time>([0-9]{1,6}:){1,2}[0-9]{1,6}[.,][0-9]{1,12})>|</?[a-zA-Z][^<>]*>|\{\\[^{}]*\}")]
    private static partial Regex TagPattern();
}
