using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Returning;

/// <summary>
/// Makes a timeline of an edited sequence. What an editing program can change is taken from the sequence; what it cannot hold (looks,
/// corrections, camera moves, captions, beats) from the timeline that the sequence came from. A shot that was not touched is that of the
/// base, to the bit.
/// </summary>
public static class TimelineReturn
{
    private static readonly Rational s_usual = new(16, 9);

    /// <summary>Files that the sequence shows or plays and that neither the base nor the book knows, each once.</summary>
    public static IReadOnlyList<EditedMedia> Unknown(EditedSequence sequence, FrameRate rate, MediaBook book, string file)
    {
        ArgumentNullException.ThrowIfNull(book);
        List<Loss> unused = [];
        return
        [
            .. FlatPictures
                .Of(sequence, rate, file, unused)
                .Where(p => p.Clip is not null)
                .Select(p => p.Clip!.Media)
                .Distinct()
                .Where(m => book.Find(m) is null),
        ];
    }

    /// <summary>Whether there are places where no file is seen.</summary>
    public static bool HasGaps(EditedSequence sequence, FrameRate rate, string file) =>
        FlatPictures.Of(sequence, rate, file, []).Any(p => p.Clip is null);

    /// <summary>The shape of the canvas that a sequence without a base gets: that of its first file.</summary>
    public static Rational Shape(EditedSequence sequence, FrameRate rate, MediaBook book, string file)
    {
        ArgumentNullException.ThrowIfNull(book);
        EditedClip? first = FlatPictures.Of(sequence, rate, file, []).FirstOrDefault(p => p.Clip is not null)?.Clip;
        return first is null ? s_usual : ShapeOf(book.Find(first.Media));
    }

    /// <summary>Makes one.</summary>
    /// <param name="sequence">The edited sequence.</param>
    /// <param name="rate">Its grid.</param>
    /// <param name="book">The files that it names.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ConfigurationException">It shows nothing, or something that a montage cannot.</exception>
    public static ReturnedTimeline Of(EditedSequence sequence, FrameRate rate, MediaBook book, string file, ReturnOptions options)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(options);
        List<Loss> losses = [.. sequence.Losses];
        List<FlatPicture> flat = [.. FlatPictures.Of(sequence, rate, file, losses)];
        if (flat.All(p => p.Clip is null))
        {
            throw DocumentFault.Of(file, "", "it shows no pictures of any file. Export the sequence with its clips.");
        }

        flat = GapFilling.Fill(flat, options.Gaps, rate, file, losses);
        SequenceClip[] clips = options.Base is not { } known
            ? []
            : [.. SequenceBuilder.Of(known, new SequenceOptions { HoldsWipes = sequence.HoldsWipes }).Sequence.Clips];
        ReturnedShot?[] shots = [.. flat.Select(p => p.Clip is null ? null : Returned(p, p.Clip))];
        ReturnedShot Returned(FlatPicture picture, EditedClip clip)
        {
            ReturnedShot shot = ReturnedShot.Of(picture, Source(book, clip, file), rate, sequence.SourcePrecision);
            return options.Base is { } from && book.BakedOf(clip.Media) is { } baked ? baked.Original(shot, from, clips) : shot;
        }

        ReturnedShot[] seen = [.. shots.Where(s => s is not null).Select(s => s!)];
        Timeline origin = options.Base ?? Plain(rate, seen);
        int[] match = ShotMatching.Match(seen, clips, rate);
        ShotReturn made = new(origin, clips, sequence.SpeedPrecision, losses);
        List<TimelineShot> all = [];
        int at = 0;
        for (int i = 0; i < flat.Count; i++)
        {
            if (shots[i] is { } shot)
            {
                all.Add(made.Make(shot, match[at++], flat[i], all.Count));
            }
            else
            {
                all.Add(made.Black(flat[i].Record, options.Black!));
            }
        }

        IEnumerable<TimelineSource> added = book.Added.Append(options.Black).Where(s => s is not null).Select(s => s!);
        Timeline timeline = origin with
        {
            Sources = [.. origin.Sources, .. added.Where(s => all.Any(t => t.Source == s.Id) && origin.Sources.All(o => o.Id != s.Id))],
            Shots = all,
            Frames = all[^1].Record.End,
            ShotsNamed = Math.Max(origin.ShotsNamed, made.Named),
        };
        timeline = made.WithPossibleEntries(timeline);
        timeline = timeline.Frames < origin.Frames ? Within(timeline) : timeline;
        (timeline, double moved) = SongReturn.Of(timeline, sequence, book, options, losses);
        ReturnChanges changes = made.Changes(match, clips, timeline) with { SongMoved = moved };
        IReadOnlyList<string> problems = TimelineRules.Check(timeline);
        return problems.Count == 0
            ? new ReturnedTimeline(timeline, changes, losses)
            : throw new ConfigurationException(
                Problem.Of(ErrorCode.InterchangeInvalid, problems.Take(20).Select(p => $"'{Printable.Of(file)}': {p}"), file)
            );
    }

    private static TimelineSource Source(MediaBook book, EditedClip clip, string file) =>
        book.Find(clip.Media)
        ?? throw DocumentFault.Of(
            file,
            clip.Place,
            $"'{Printable.Of(clip.Media.Url ?? clip.Media.Name)}' is no known file. Give the folder that it lies in as {Field.Media}."
        );

    private static Rational ShapeOf(TimelineSource? source) =>
        source is { Width: > 0 and { } width, Height: > 0 and { } height } ? new Rational(width, height) : s_usual;

    // Without a base: no look, no song.
    private static Timeline Plain(FrameRate rate, ReturnedShot[] shots) =>
        new()
        {
            Rate = rate,
            Frames = 0,
            Aspect = ShapeOf(shots[0].Source),
            Style = "returned",
            Seed = 0,
            Sources = [.. shots.Select(s => s.Source).Distinct()],
            Shots = [],
            Sound = new SoundPlan(),
        };

    // What lies beyond the end is gone.
    private static Timeline Within(Timeline timeline)
    {
        long end = timeline.Frames;
        FrameRange Cut(FrameRange range) => new(range.Start, Math.Min(range.End, end));
        return timeline with
        {
            Beats = timeline.Beats.All(b => b.Frame < end) ? timeline.Beats : [.. timeline.Beats.Where(b => b.Frame < end)],
            Captions =
                timeline.Captions is { } captions && captions.Cues.Any(c => c.Record.End > end)
                    ? captions with
                    {
                        Cues = [.. captions.Cues.Where(c => c.Record.Start < end).Select(c => c with { Record = Cut(c.Record) })],
                    }
                    : timeline.Captions,
            Titles =
                timeline.Titles is { } titles && titles.Any(t => t.Record.End > end)
                    ? [.. titles.Where(t => t.Record.Start < end).Select(t => t with { Record = Cut(t.Record) })]
                    : timeline.Titles,
            Sound =
                timeline.Sound is { } sound && sound.Speech.Any(s => s.End > end)
                    ? sound with
                    {
                        Speech = [.. sound.Speech.Where(s => s.Start < end).Select(Cut)],
                    }
                    : timeline.Sound,
            Ending = timeline.Ending is { } ending && ending.Half > timeline.Shots[^1].Record.Length ? null : timeline.Ending,
        };
    }
}
