using System.Globalization;
using System.Text;

namespace MontageAI.Editing.Captions;

/// <summary>Writes subtitles as SRT or WebVTT, which <see cref="SubtitleFile"/> reads again.</summary>
public static class SubtitleWriter
{
    /// <summary>What a file of that name holds: WebVTT where it ends in ".vtt", else SRT.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="cues">The cues, by start.</param>
    public static string For(string name, IReadOnlyList<SubtitleCue> cues) =>
        Path.GetExtension(name).Equals(".vtt", StringComparison.OrdinalIgnoreCase) ? WebVtt(cues) : Srt(cues);

    /// <summary>SRT: cues with numbers, times with commas.</summary>
    /// <param name="cues">The cues, by start.</param>
    public static string Srt(IReadOnlyList<SubtitleCue> cues)
    {
        ArgumentNullException.ThrowIfNull(cues);
        StringBuilder text = new();
        for (int i = 0; i < cues.Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{i + 1}\n{Time(cues[i].Start, ',')} --> {Time(cues[i].End, ',')}\n{cues[i].Text}\n\n"
            );
        }

        return text.ToString();
    }

    /// <summary>WebVTT; where it is known when each word is said, that stands between the words.</summary>
    /// <param name="cues">The cues, by start.</param>
    public static string WebVtt(IReadOnlyList<SubtitleCue> cues)
    {
        ArgumentNullException.ThrowIfNull(cues);
        StringBuilder text = new("WEBVTT\n\n");
        foreach (SubtitleCue cue in cues)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Time(cue.Start, '.')} --> {Time(cue.End, '.')}\n{Body(cue)}\n\n");
        }

        return text.ToString();
    }

    private static string Body(SubtitleCue cue) =>
        cue.Words is { Count: > 0 } words
            ? string.Join(' ', words.Select((w, i) => i == 0 ? Escaped(w.Text) : $"<{Time(w.Start, '.')}>{Escaped(w.Text)}"))
            : Escaped(cue.Text);

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Time(double seconds, char point)
    {
        long ms = Math.Max(0, (long)Math.Round(seconds * 1000));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ms / 3_600_000:00}:{ms / 60_000 % 60:00}:{ms / 1000 % 60:00}{point}{ms % 1000:000}"
        );
    }
}
