using System.Globalization;
using System.Text.Json.Serialization;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>What words over the pictures are.</summary>
public enum TextKind
{
    /// <summary>A caption of the caption track.</summary>
    [JsonStringEnumMemberName("caption")]
    Caption,

    /// <summary>A title, large in the middle.</summary>
    [JsonStringEnumMemberName("title")]
    Title,

    /// <summary>A small title, low on the left.</summary>
    [JsonStringEnumMemberName("lower_third")]
    LowerThird,

    /// <summary>A title over darkened pictures.</summary>
    [JsonStringEnumMemberName("end_card")]
    EndCard,
}

/// <summary>Puts words over the pictures and takes them off.</summary>
internal static class TextEdits
{
    // Style of captions where the montage has none yet.
    private const string PlainStyle = "minimal";

    /// <summary>Does it.</summary>
    public static Timeline Set(Timeline timeline, TextEdit edit)
    {
        FrameRange record = RecordOf(timeline, edit);
        return edit.Kind == TextKind.Caption ? SetCaption(timeline, edit, record) : SetTitle(timeline, edit, record);
    }

    private static FrameRange RecordOf(Timeline timeline, TextEdit edit)
    {
        long from = Frame(edit.From),
            to = edit.To is { } end ? Frame(end) : timeline.Frames;
        return from >= 0 && to > from && to <= timeline.Frames
            ? new FrameRange(from, to)
            : throw new ConfigurationException(
                ErrorCode.EditInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"words can stand between 0 and {timeline.Rate.SecondsAt(timeline.Frames):0.00} s of the montage, and must end "
                        + $"after they begin; {timeline.Rate.SecondsAt(from):0.00} to {timeline.Rate.SecondsAt(to):0.00} s do not."
                )
            );

        long Frame(double seconds) => seconds < 0 ? timeline.Frames - timeline.Rate.FrameAt(-seconds) : timeline.Rate.FrameAt(seconds);
    }

    private static Timeline SetCaption(Timeline timeline, TextEdit edit, FrameRange record)
    {
        IReadOnlyList<CaptionCue> cues = timeline.Captions?.Cues ?? [];
        List<CaptionCue> left = [.. cues.Where(c => !Overlap(c.Record, record))];
        if (string.IsNullOrEmpty(edit.Text))
        {
            RequireSome(cues.Count - left.Count, timeline, edit, record);
            // Titles take their type from the track even where it says nothing.
            bool keeps = left.Count > 0 || timeline.Titles is { Count: > 0 };
            return timeline with { Captions = keeps ? timeline.Captions! with { Cues = left } : null };
        }

        int at = left.FindIndex(c => c.Record.Start > record.Start);
        left.Insert(at < 0 ? left.Count : at, new CaptionCue(record, edit.Text));
        return timeline with { Captions = (timeline.Captions ?? new CaptionTrack { Style = PlainStyle, Cues = [] }) with { Cues = left } };
    }

    private static Timeline SetTitle(Timeline timeline, TextEdit edit, FrameRange record)
    {
        TitleKind kind = edit.Kind switch
        {
            TextKind.LowerThird => TitleKind.LowerThird,
            TextKind.EndCard => TitleKind.EndCard,
            _ => TitleKind.Title,
        };
        IReadOnlyList<TitleCard> titles = timeline.Titles ?? [];
        List<TitleCard> left = [.. titles.Where(t => t.Kind != kind || !Overlap(t.Record, record))];
        if (string.IsNullOrEmpty(edit.Text))
        {
            RequireSome(titles.Count - left.Count, timeline, edit, record);
            return timeline with { Titles = left.Count > 0 ? left : null };
        }

        int at = left.FindIndex(t => t.Record.Start > record.Start);
        left.Insert(at < 0 ? left.Count : at, new TitleCard(record, kind, edit.Text, edit.Small));
        return timeline with { Titles = left };
    }

    private static void RequireSome(int removed, Timeline timeline, TextEdit edit, FrameRange record)
    {
        if (removed == 0)
        {
            throw new ConfigurationException(
                ErrorCode.EditInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"no {EditNames.Of(edit.Kind)} stands between {timeline.Rate.SecondsAt(record.Start):0.00} and "
                        + $"{timeline.Rate.SecondsAt(record.End):0.00} s. Write the words to put there after a colon."
                )
            );
        }
    }

    private static bool Overlap(FrameRange a, FrameRange b) => a.Start < b.End && b.Start < a.End;
}
