using System.Globalization;
using MontageAI.Interchange.Edited;
using MontageAI.Time;

namespace MontageAI.Interchange.Edl;

/// <summary>An event of a list.</summary>
internal sealed class EdlEvent
{
    public required string Number { get; init; }
    public required string Reel { get; init; }
    public required string Channel { get; init; }
    public required string Kind { get; init; }
    public required int Frames { get; init; }
    public required long SourceIn { get; init; }
    public required long SourceOut { get; init; }
    public required long RecordIn { get; init; }
    public required long RecordOut { get; set; }
    public required int Line { get; init; }

    /// <summary>The line before that a transition comes from.</summary>
    public EdlEvent? From { get; set; }
    public double? PerSecond { get; set; }
    public string? FromName { get; set; }
    public string? ToName { get; set; }
    public string? Path { get; set; }
    public string? Shot { get; set; }

    /// <summary>Frames after which its source's numbers begin anew.</summary>
    public required long Day { get; init; }
    public List<EditedMarker> Markers { get; } = [];

    public bool IsPicture => Channel is "B" || Channel.Contains('V');
}

/// <summary>Events of one channel as a track.</summary>
internal sealed class EdlTrack(string file, FrameRate rate, long start)
{
    /// <summary>The track; transitions lie in the middle of theirs.</summary>
    public EditedTrack Of(string name, bool isPicture, IReadOnlyList<EdlEvent> events)
    {
        List<EditedItem> items = [];
        long at = start;
        for (int i = 0; i < events.Count; i++)
        {
            EdlEvent of = events[i];
            (long half, long next) = (of.From is null ? 0 : of.Frames / 2, Reach(events, i + 1));
            long from = of.RecordIn + half,
                to = of.RecordOut + next;
            Check(of, events, i);
            if (from > at)
            {
                items.Add(new EditedGap(Time(from - at)) { Place = Line(of) });
                at = from;
            }

            if (of.From is not null && half > 0)
            {
                items.Add(
                    new EditedTransition(of.Kind[0] == 'W' ? "SMPTE_Wipe" : "SMPTE_Dissolve", Time(half), Time(of.Frames - half))
                    {
                        Place = Line(of),
                    }
                );
            }

            if (to > from)
            {
                items.Add(Item(of, from - of.RecordIn, to - from));
                at = to;
            }
        }

        return new EditedTrack(name, isPicture, true, items);
    }

    // How far the next transition lets an event go on.
    private static long Reach(IReadOnlyList<EdlEvent> events, int next) =>
        next < events.Count && events[next] is { From: not null } transition && transition.RecordIn == events[next - 1].RecordOut
            ? transition.Frames / 2
            : 0;

    private void Check(EdlEvent of, IReadOnlyList<EdlEvent> events, int index)
    {
        if (index > 0 && of.RecordIn < events[index - 1].RecordOut)
        {
            string before = events[index - 1].Number;
            throw DocumentFault.Of(
                file,
                Line(of),
                $"event {of.Number} begins before event {before} ends. Overlapping events on one track have no order; mend "
                    + $"their record timecodes."
            );
        }

        long source = of.SourceOut - of.SourceIn,
            record = of.RecordOut - of.RecordIn;
        if (source < 0)
        {
            // Source numbers may pass midnight.
            source += of.Day;
        }

        // Half a frame at either end may be lost where rates differ.
        if (of.PerSecond is null && of.Reel != "BL" && Math.Abs(source - record) > 1)
        {
            throw DocumentFault.Of(
                file,
                Line(of),
                $"event {of.Number} takes {source} frames of its source for {record} of the sequence, and no M2 line says "
                    + $"its speed. Mend its "
                    + $"timecodes, or export it again."
            );
        }
    }

    private EditedItem Item(EdlEvent of, long skipped, long length)
    {
        if (of.Reel == "BL")
        {
            return new EditedGap(Time(length)) { Place = Line(of) };
        }

        double speed = of.PerSecond is { } perSecond ? perSecond / Math.Round(rate.Value) : 1;
        EditedTime source = new(of.SourceIn + Math.Round(skipped * speed, MidpointRounding.AwayFromZero), rate.Value);
        string name = (of.From is not null ? of.ToName ?? of.FromName : of.FromName) ?? of.Reel;
        return new EditedClip
        {
            Name = name,
            Place = Line(of),
            Source = new EditedRange(source, Time(length)),
            Length = Time(length),
            Speeds = of.PerSecond is null ? [] : [speed],
            Media = new EditedMedia
            {
                Kind = of.Path is null ? EditedMediaKind.Missing : EditedMediaKind.File,
                Url = of.Path,
                Name = name,
                Reel = of.Reel,
                Day = of.Day / rate.Value,
            },
            Shot = of.Shot,
            Markers = of.Markers,
        };
    }

    private EditedTime Time(long frames) => new(frames, rate.Value);

    private static string Line(EdlEvent of) => string.Create(CultureInfo.InvariantCulture, $"line {of.Line}");
}
