using System.Globalization;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Captions;

/// <summary>Lays subtitles on the grid of a montage.</summary>
public static class CaptionLayout
{
    /// <summary>The captions of a montage, and what had to be left out.</summary>
    /// <param name="subtitles">What was read; its times are those of the montage.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="style">Name of the caption style.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="frames">Length of the montage.</param>
    /// <exception cref="ConfigurationException">Not one cue lies in the montage.</exception>
    public static (CaptionTrack Track, IReadOnlyList<string> Notes) Lay(
        SubtitleDocument subtitles,
        string origin,
        string style,
        FrameRate rate,
        long frames
    )
    {
        ArgumentNullException.ThrowIfNull(subtitles);
        List<string> notes = [.. subtitles.Notes];
        List<CaptionCue> cues = [];
        (int beyond, int cut, int overlapping, int guessed) = (0, 0, 0, 0);
        for (int i = 0; i < subtitles.Cues.Count; i++)
        {
            SubtitleCue cue = subtitles.Cues[i];
            long start = rate.FrameAt(cue.Start),
                end = rate.FrameAt(cue.End);
            if (start >= frames)
            {
                beyond++;
                continue;
            }

            if (end > frames)
            {
                cut++;
                end = frames;
            }

            if (i + 1 < subtitles.Cues.Count && rate.FrameAt(subtitles.Cues[i + 1].Start) is var next && next < end)
            {
                if (next <= start)
                {
                    // Two at once are one of two lines.
                    SubtitleCue other = subtitles.Cues[i + 1];
                    subtitles = subtitles with { Cues = [.. subtitles.Cues.Take(i), Both(cue, other), .. subtitles.Cues.Skip(i + 2)] };
                    overlapping++;
                    i--;
                    continue;
                }

                overlapping++;
                end = next;
            }

            FrameRange record = new(start, Math.Max(start + 1, end));
            guessed += cue.Words is null ? 1 : 0;
            cues.Add(new CaptionCue(record, cue.Text, WordsOf(cue, record, rate)));
        }

        if (cues.Count == 0)
        {
            throw new ConfigurationException(
                ErrorCode.CaptionsInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{origin}' has no captions in the montage, which lasts {rate.SecondsAt(frames):0.0} s; its first one begins at "
                        + $"{subtitles.Cues[0].Start:0.0} s. Times are those of the montage."
                )
            );
        }

        Say(beyond, "begins", "begin", "after the montage's end and", "is left out", "are left out");
        Say(cut, "goes", "go", "on beyond the montage's end and", "is cut there", "are cut there");
        Say(
            overlapping,
            "overlaps",
            "overlap",
            "with the next one and",
            "makes way for it or shares its place",
            "make way for it or share its place"
        );
        if (guessed > 0 && style is "tiktok" or "karaoke")
        {
            notes.Add(
                $"'{origin}' does not say when each word is spoken{(guessed < cues.Count ? " in some captions" : "")}; words are spread "
                    + $"evenly by their letters."
            );
        }

        return (new CaptionTrack { Style = style, Cues = cues }, notes);

        void Say(int count, string one, string many, string where, string then, string thenMany)
        {
            if (count > 0)
            {
                notes.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{count} caption{(count == 1 ? "" : "s")} {(count == 1 ? one : many)} {where} {(count == 1 ? then : thenMany)}."
                    )
                );
            }
        }
    }

    private static SubtitleCue Both(SubtitleCue one, SubtitleCue other) =>
        new(Math.Min(one.Start, other.Start), Math.Max(one.End, other.End), one.Text + "\n" + other.Text);

    // Each word lasts until the next one.
    private static CaptionWord[]? WordsOf(SubtitleCue cue, FrameRange record, FrameRate rate)
    {
        if (cue.Words is not { } words)
        {
            return null;
        }

        long[] starts = [.. words.Select(w => Math.Clamp(rate.FrameAt(w.Start), record.Start, record.End - 1))];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = Math.Max(starts[i], starts[i - 1]);
        }

        return
        [
            .. words.Select(
                (w, i) =>
                    new CaptionWord(
                        new FrameRange(starts[i], i + 1 < starts.Length ? Math.Max(starts[i], starts[i + 1]) : record.End),
                        w.Text
                    )
            ),
        ];
    }
}
