using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Media;
using MontageAI.Storage.Files;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>A timeline made of a file of an editing program.</summary>
/// <param name="Returned">The timeline, and what changed.</param>
/// <param name="Base">File of the timeline that it came from; null where none is known.</param>
/// <param name="Folder">Folder in which moved sources are looked for.</param>
/// <param name="Black">The picture that places without pictures show, to be written beside the timeline; null where there are none.</param>
/// <param name="Document">What was read, with the media that were unpacked from it.</param>
internal sealed record ImportedTimeline(
    ReturnedTimeline Returned,
    string? Base,
    string? Folder,
    BlackPicture? Black,
    HandoffDocument Document
) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Document.Dispose();

    /// <summary>The timeline with those sources alone that are there already.</summary>
    public Timeline WithoutBlack =>
        Black is null
            ? Returned.Timeline
            : Returned.Timeline with
            {
                Sources = [.. Returned.Timeline.Sources.Where(s => s.Id != BlackPicture.SourceId)],
            };

    /// <summary>Writes the black picture where the timeline needs one.</summary>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task WriteBlackAsync(bool overwrite, CancellationToken cancellationToken) =>
        Black is { } black ? AtomicFile.WriteAsync(black.Path, black.Bytes, overwrite, cancellationToken) : Task.CompletedTask;
}

/// <summary>Reads what editing programs wrote.</summary>
internal static class ImportWork
{
    /// <summary>Reads one.</summary>
    /// <param name="context">The job.</param>
    /// <param name="settings">What is read, and how.</param>
    /// <param name="output">Where the timeline will lie.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or names files that are not known.</exception>
    public static async Task<ImportedTimeline> ReadAsync(
        JobContext context,
        ImportSettings settings,
        string output,
        CancellationToken cancellationToken
    )
    {
        HandoffDocument document = HandoffDocument.Open(settings.File);
        try
        {
            return await ReadAsync(context, settings, output, document, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    private static async Task<ImportedTimeline> ReadAsync(
        JobContext context,
        ImportSettings settings,
        string output,
        HandoffDocument document,
        CancellationToken cancellationToken
    )
    {
        Timeline? origin = settings.Base is null ? null : TimelineFile.Read(settings.Base);
        EditedSequence sequence = HandoffFormats.Read(document.Bytes, settings.File, settings.Rate ?? origin?.Rate);
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
        if (origin is not null)
        {
            BakeRecord.Find(
                TimelineReturn.Unknown(sequence, rate, book, settings.File),
                book,
                origin,
                document.Folder,
                settings.Media,
                settings.File
            );
        }

        await new MediaLookup(context, settings.Media, document, MediaFolderFor(output))
            .FindAsync(TimelineReturn.Unknown(sequence, rate, book, settings.File), book, origin, settings.File, cancellationToken)
            .ConfigureAwait(false);
        BlackPicture? black =
            settings.Gaps == GapTreatment.Black && TimelineReturn.HasGaps(sequence, rate, settings.File)
                ? await BlackPicture
                    .MakeAsync(
                        context,
                        BlackPicture.PathFor(output),
                        origin?.Aspect ?? TimelineReturn.Shape(sequence, rate, book, settings.File),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
                : null;
        ReturnOptions options = new()
        {
            Black = black?.Source,
            Base = origin,
            Gaps = settings.Gaps,
            Song = origin is null ? null : await ExportWork.SongAsync(context, origin, cancellationToken).ConfigureAwait(false),
        };
        ReturnedTimeline returned = TimelineReturn.Of(sequence, rate, book, settings.File, options);
        string from = Path.GetDirectoryName(Path.GetFullPath(baseFile ?? settings.File))!;
        if (from != Path.GetDirectoryName(Path.GetFullPath(output)))
        {
            returned = returned with { Timeline = RelativeSources.InFull(returned.Timeline, from) };
        }

        return new ImportedTimeline(returned, baseFile, from, black, document);
    }

    // Media out of a bundle lie beside the timeline: "film.media" beside "film.montage.json".
    private static string MediaFolderFor(string output) => Path.ChangeExtension(BlackPicture.PathFor(output), null)[..^6] + ".media";

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
internal sealed class MediaLookup(JobContext context, IReadOnlyList<string> folders, HandoffDocument document, string unpacked)
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
            string[] candidates = path is null ? [] : [Path.GetFullPath(path, document.Folder)];
            candidates = [.. candidates.Where(File.Exists)];
            if (path is not null && await document.UnpackAsync(path, unpacked, cancellationToken).ConfigureAwait(false) is { } inside)
            {
                candidates = [inside];
            }

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
                TimelineSource? known = Known(origin, book, found);
                if (known is not null)
                {
                    document.Drop(candidates[0]);
                }

                string id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"n{number + 1:00}");
                number += known is null ? 1 : 0;
                book.Add(media, known ?? HandoffSources.Of(found, info, id));
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
}
