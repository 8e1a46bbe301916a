using MontageAI.Editing.Captions;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Rendering.Captions;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>Text to burn into a montage: read once, before any work is done, and put into every state of the plan.</summary>
internal sealed class TextPlan
{
    // Seconds. A title comes when the first picture has been seen, and neither takes more than a third of a short montage.
    private const double TitleFrom = 0.5,
        TitleLasts = 3.5,
        EndCardLasts = 3,
        MostShare = 1 / 3.0;

    private readonly TextChoice _choice;
    private readonly SubtitleDocument? _subtitles;

    private TextPlan(TextChoice choice, SubtitleDocument? subtitles) => (_choice, _subtitles) = (choice, subtitles);

    /// <summary>Reads what is asked for.</summary>
    /// <exception cref="ConfigurationException">The subtitle file cannot be read, or there is no such style.</exception>
    public static TextPlan Read(TextChoice choice)
    {
        CaptionDesign.Of(choice.Style ?? TextChoice.DefaultStyle);
        if (choice is { Title: null, Subtitle: not null })
        {
            throw new ConfigurationException(ErrorCode.Conflict, $"stands below a title; give {Field.Title} too.", Field.Subtitle);
        }

        if (choice is { CaptionsFromSpeech: true, Captions: not null })
        {
            throw new ConfigurationException(ErrorCode.Conflict, "come from a file or from what is said, not from both.", Field.Captions);
        }

        if (choice.Captions is not { } file)
        {
            return new TextPlan(choice, null);
        }

        return new TextPlan(
            choice,
            SubtitleFile.Parse(UserFile.Read(file, "file of captions", UserFile.MostCaptionBytes, Field.Captions), file)
        );
    }

    /// <summary>The plan with its text, where it covers no face if that can be.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="clips">What is known of its clips.</param>
    /// <exception cref="ConfigurationException">No caption lies in the montage.</exception>
    public Timeline Apply(Timeline timeline, IReadOnlyList<ClipMaterial> clips)
    {
        if (_subtitles is not null)
        {
            (CaptionTrack track, IReadOnlyList<string> notes) = CaptionLayout.Lay(
                _subtitles,
                _choice.Captions!,
                _choice.Style ?? TextChoice.DefaultStyle,
                timeline.Rate,
                timeline.Frames
            );
            timeline = timeline with { Captions = track, Notes = [.. timeline.Notes.Concat(notes).Distinct()] };
        }
        else if (_choice.Style is { } style && (_choice.Title ?? _choice.EndCard) is not null)
        {
            // Titles take the type of the caption style.
            timeline = timeline with
            {
                Captions = new CaptionTrack { Style = style, Cues = [] },
            };
        }

        List<TitleCard> titles = [];
        if (_choice.Title is { } title)
        {
            long start = Math.Min(timeline.Rate.FrameAt(TitleFrom), timeline.Frames / 6);
            titles.Add(
                new TitleCard(
                    new FrameRange(start, Math.Max(start + 1, start + Shorter(timeline, TitleLasts))),
                    TitleKind.Title,
                    title,
                    _choice.Subtitle
                )
            );
        }

        if (_choice.EndCard is { } last)
        {
            titles.Add(
                new TitleCard(
                    new FrameRange(Math.Min(timeline.Frames - 1, timeline.Frames - Shorter(timeline, EndCardLasts)), timeline.Frames),
                    TitleKind.EndCard,
                    last
                )
            );
        }

        timeline = titles.Count == 0 ? timeline : timeline with { Titles = titles };
        return timeline.Captions is null && timeline.Titles is null ? timeline : TextPlacement.Place(timeline, clips);
    }

    private static long Shorter(Timeline timeline, double seconds) =>
        Math.Min(timeline.Rate.FrameAt(seconds), (long)(timeline.Frames * MostShare));
}
