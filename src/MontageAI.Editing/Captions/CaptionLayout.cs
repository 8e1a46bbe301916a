using System.Globalization;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Captions;

/// <summary>Lays subtitles on the grid of a montage.</summary>
public static class CaptionLayout
{
    // More lines at one moment are not read, and no picture has room for them.
    private const int MostTogether = 4;

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
        IReadOnlyList<SubtitleCue> all = subtitles.Cues;
        (int beyond, int cut, int overlapping, int guessed, int crowded) = (0, 0, 0, 0, 0);
        for (int i = 0; i < all.Count; i++)
        {
            long start = rate.FrameAt(all[i].Start);
            if (start >= frames)
            {
                // They are in order, so all others are beyond, too.
                beyond = all.Count - i;
                break;
            }

            // Those that begin at one moment are one of several lines.
            int first = i;
            while (i + 1 < all.Count && rate.FrameAt(all[i + 1].Start) <= start)
            {
                i++;
            }

            crowded += Math.Max(0, i - first + 1 - MostTogether);
            overlapping += Math.Min(i - first, MostTogether - 1);
            SubtitleCue cue = Together([.. Enumerable.Range(first, Math.Min(MostTogether, i - first + 1)).Select(c => all[c])]);
            long end = rate.FrameAt(cue.End);
            if (end > frames)
            {
                cut++;
                end = frames;
            }

            if (i + 1 < all.Count && rate.FrameAt(all[i + 1].Start) is var next && next < end)
            {
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
        Say(
            crowded,
            "begins",
            "begin",
            string.Create(CultureInfo.InvariantCulture, $"at the same moment as {MostTogether} others and"),
            "is left out",
            "are left out"
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

    private static SubtitleCue Together(SubtitleCue[] cues) =>
        cues.Length == 1
            ? cues[0]
            : new SubtitleCue(cues.Min(c => c.Start), cues.Max(c => c.End), string.Join('\n', cues.Select(c => c.Text)));

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
