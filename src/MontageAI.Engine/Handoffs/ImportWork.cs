using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>A timeline made of a file of an editing program.</summary>
/// <param name="Returned">The timeline, and what changed.</param>
/// <param name="Base">File of the timeline that it came from; null where none is known.</param>
/// <param name="Folder">Folder in which moved sources are looked for.</param>
internal sealed record ImportedTimeline(ReturnedTimeline Returned, string? Base, string? Folder);

/// <summary>Reads what editing programs wrote.</summary>
internal static class ImportWork
{
    /// <summary>Reads one.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or names files that are not known.</exception>
    public static async Task<ImportedTimeline> ReadAsync(JobContext context, ImportSettings settings, CancellationToken cancellationToken)
    {
        byte[] bytes = UserFile.Read(settings.File, "sequence of an editing program", Bounds.MostBytes, field: null);
        Timeline? origin = settings.Base is null ? null : TimelineFile.Read(settings.Base);
        EditedSequence sequence = HandoffFormats.Read(bytes, settings.File, settings.Rate ?? origin?.Rate);
        string? baseFile = settings.Base ?? ExportRecords.TimelineOf(context.Store.Folder, sequence.Fingerprint);
        origin ??= baseFile is null ? null : TimelineFile.Read(baseFile);
        FrameRate rate = RateOf(sequence, origin, settings);
        if (origin is not null && origin.Rate != rate)
        {
            throw new ConfigurationException(
                ErrorCode.PlanMismatch,
                $"'{Printable.Of(settings.File)}' runs at {rate} frames per second, the timeline at {origin.Rate}. Set the sequence to "
                    + $"{origin.Rate} and export it again.",
                Field.Base,
                settings.File
            );
        }

        MediaBook book = new(origin?.Sources ?? [], settings.Map);
        await new MediaLookup(context, settings.Media, Path.GetDirectoryName(Path.GetFullPath(settings.File))!)
            .FindAsync(TimelineReturn.Unknown(sequence, rate, book, settings.File), book, origin, settings.File, cancellationToken)
            .ConfigureAwait(false);
        ReturnOptions options = new()
        {
            Base = origin,
            Gaps = settings.Gaps,
            Song = origin is null ? null : await ExportWork.SongAsync(context, origin, cancellationToken).ConfigureAwait(false),
        };
        ReturnedTimeline returned = TimelineReturn.Of(sequence, rate, book, settings.File, options);
        return new ImportedTimeline(returned, baseFile, Path.GetDirectoryName(Path.GetFullPath(baseFile ?? settings.File)));
    }

    private static FrameRate RateOf(EditedSequence sequence, Timeline? origin, ImportSettings settings)
    {
        // Numbers such as 23.976024627685547 stand for the rate of the base, where there is one that near.
        if (origin is not null && sequence.Rate > 0 && Math.Abs((sequence.Rate / origin.Rate.Value) - 1) < 3e-5)
        {
            return origin.Rate;
        }

        if (
            sequence.Rate > 0
            && FrameRate.TryParse(sequence.Rate.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture), out FrameRate rate)
        )
        {
            return rate;
        }

        return settings.Rate
            ?? origin?.Rate
            ?? throw new ConfigurationException(
                ErrorCode.Range,
                $"'{Printable.Of(settings.File)}' does not say its frame rate. Give it, or the timeline that it came from.",
                Field.Rate,
                settings.File
            );
    }
}

/// <summary>Finds files that a document names and the timeline does not know.</summary>
internal sealed class MediaLookup(JobContext context, IReadOnlyList<string> folders, string beside)
{
    private readonly FileIntake _files = new(context);

    /// <summary>Finds them and tells the book.</summary>
    /// <exception cref="ConfigurationException">Some cannot be found, or are no films; all are listed.</exception>
    public async Task FindAsync(
        IReadOnlyList<EditedMedia> unknown,
        MediaBook book,
        Timeline? origin,
        string file,
        CancellationToken cancellationToken
    )
    {
        if (unknown.Count == 0)
        {
            return;
        }

        ILookup<string, string> named = MediaFolders
            .FilesOf(folders)
            .ToLookup(f => Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase);
        List<Problem> problems = [];
        int number = origin?.Sources.Count ?? 0;
        foreach (EditedMedia media in unknown)
        {
            string shown = Printable.Of(media.Url is { Length: > 0 } url ? url : media.Name);
            string? path = book.PathOf(media);
            string[] candidates = path is null ? [] : [Path.GetFullPath(path, beside)];
            candidates = [.. candidates.Where(File.Exists)];
            if (candidates.Length == 0)
            {
                candidates = [.. named[MediaPaths.StemOf(path ?? media.Name)]];
            }

            if (candidates.Length != 1)
            {
                string why = candidates.Length == 0 ? "was not found" : $"may be one of {string.Join(", ", candidates)}";
                problems.Add(
                    new Problem(
                        ErrorCode.FileMissing,
                        $"'{Printable.Of(file)}': '{shown}' {why}. Give the folder that it lies in, alone, as {Field.Media}."
                    )
                    {
                        File = file,
                    }
                );
                continue;
            }

            try
            {
                (SourceFile found, MediaInfo info) = await _files.TakeInAsync(candidates[0], cancellationToken).ConfigureAwait(false);
                book.Add(media, Known(origin, book, found) ?? SourceOf(found, info, ref number));
            }
            catch (MediaException e)
            {
                problems.Add(new Problem(e.Code, e.Sentence) { File = e.Path });
            }
        }

        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    private static TimelineSource? Known(Timeline? origin, MediaBook book, SourceFile file) =>
        origin?.Sources.FirstOrDefault(s => s.Fingerprint == file.Fingerprint)
        ?? book.Added.FirstOrDefault(s => s.Fingerprint == file.Fingerprint);

    private static TimelineSource SourceOf(SourceFile file, MediaInfo info, ref int number)
    {
        VideoStreamInfo video =
            info.MainVideo
            ?? throw new MediaException(ErrorCode.NoPicture, file.Path, "it has no picture.", "Take its clips out of the sequence.");
        MediaTime start = new(video.StartPts ?? 0, video.TimeBase);
        double seconds = video.DurationSeconds ?? info.DurationSeconds ?? 0;
        return new TimelineSource
        {
            Id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"n{++number:00}"),
            Path = file.Path,
            Fingerprint = file.Fingerprint,
            VideoStream = video.Index,
            AvailableStart = start,
            AvailableEnd = MediaTime.FromSeconds(start.Seconds + seconds, video.TimeBase),
            HasAudio = info.MainAudio is not null,
            Still = info.IsStill ? true : null,
            Rate =
                info.IsStill ? null
                : video.IsVariableRate ? video.OwnRate
                : video.BaseRate ?? video.AverageRate,
            VariableRate = !info.IsStill && video.IsVariableRate,
            StartTimecode = info.StartTimecode,
            Reel = info.Reel,
            Width = video.DisplayWidth,
            Height = video.DisplayHeight,
            Sound = info.Audio.Count == 0 ? null : [.. info.Audio.Select(a => new SourceSound(a.Index, a.Channels, a.SampleRate))],
        };
    }
}
