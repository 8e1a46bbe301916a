using System.Security.Cryptography;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Errors;
using MontageAI.Interchange.Bundles;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;
using MontageAI.Media;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>Writes timelines in the formats of editing programs.</summary>
internal static class ExportWork
{
    /// <summary>The word for all formats.</summary>
    public const string All = "all";

    /// <summary>Writes one.</summary>
    public static async Task<ExportOutcome> RunAsync(JobContext context, ExportRequest request, CancellationToken cancellationToken)
    {
        HandoffFormat[] formats = request.Format == All ? [.. HandoffFormats.Documents] : [HandoffFormats.Named(request.Format)];
        Timeline read = TimelineFile.Read(request.TimelineFile);
        string folder = Path.GetDirectoryName(Path.GetFullPath(request.TimelineFile))!,
            fingerprint = FingerprintOf(read);
        Timeline timeline = RelativeSources.InFull(read, folder);
        Timeline present = timeline with { Sources = [.. timeline.Sources.Select(s => s with { Missing = !File.Exists(s.Path) })] };
        SequenceOptions options = new()
        {
            Name = NameOf(request.TimelineFile),
            StartTimecode = request.StartTimecode,
            IsDrop = request.IsDrop,
            Markers = request.Markers,
            Target = request.Target,
            Map = request.Map,
            Song = await SongAsync(context, timeline, cancellationToken).ConfigureAwait(false),
            Fingerprint = fingerprint,
            Proxies = CopiesOf(timeline, request.Media),
        };
        string? baked = request.Bake == BakeChoice.None ? null : BakedFolderOf(request, formats, options.Name);
        BundledMedia? bundled = formats.Any(HandoffFormats.IsBundle) ? BundledMedia.Of(present) : null;
        options = bundled is null ? options : options with { Copies = bundled.Names };
        List<Written> files = Files(present, formats, request, options);
        OutputGuard guard = new OutputGuard(request.Overwrite).Input("the timeline", request.TimelineFile).Sources(timeline, folder);
        foreach ((HandoffFormat format, string path, _, _) in files)
        {
            if (format == HandoffFormat.Otiod)
            {
                RequireEnding(path, format);
                PendingFolder.Refuse(path, request.Overwrite ? OtiozWriter.Content : null);
            }
            else
            {
                guard.File(path, Field.Output, [HandoffFormats.EndingOf(format)]);
            }
        }

        using IDisposable claim = guard.Take();
        if (baked is not null)
        {
            options = await BakeAsync(context, request, timeline, folder, options, baked, cancellationToken).ConfigureAwait(false);
            files = Files(present, formats, request, options);
        }

        foreach ((HandoffFormat format, string path, HandoffPart part, _) in files)
        {
            if (bundled is not null && HandoffFormats.IsBundle(format))
            {
                await bundled.WriteAsync(format, path, part, request.Overwrite, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await AtomicFile.WriteAsync(path, part.Write, request.Overwrite, cancellationToken).ConfigureAwait(false);
        }

        ExportOutcome outcome = new(
            Path.GetFullPath(request.TimelineFile),
            fingerprint,
            [.. files.Select(f => new ExportedFile(HandoffFormats.NameOf(f.Format), f.Path, f.Losses))]
        )
        {
            Baked = options.Baked.Count > 0 ? baked : null,
        };
        await ExportRecords.KeepAsync(context.Store.Folder, read, outcome, request, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private static List<Written> Files(Timeline timeline, HandoffFormat[] formats, ExportRequest request, SequenceOptions options)
    {
        List<Written> files = [];
        foreach (HandoffFormat format in formats)
        {
            string path = PathOf(request, format, options.Name);
            Handoff handoff = HandoffFormats.Export(
                timeline,
                format,
                options with
                {
                    RelativeTo = request.RelativePaths ? Path.GetDirectoryName(path) : null,
                }
            );
            files.AddRange(handoff.Parts.Select(p => new Written(format, WithSuffix(path, p.Suffix), p, handoff.Losses)));
        }

        return files;
    }

    private static string BakedFolderOf(ExportRequest request, HandoffFormat[] formats, string name)
    {
        if (request.Format != All && !HandoffFormats.ShowsPictures(formats[0]))
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"'{request.Format}' is no document with pictures of files beside it, so no shot can be rendered for it. Choose "
                    + $"another format, or render none.",
                Field.Format
            );
        }

        string path =
            request.Format == All
                ? Path.Combine(Path.GetFullPath(request.Output), name)
                : Path.ChangeExtension(PathOf(request, formats[0], name), null);
        return path + ".baked";
    }

    private static async Task<SequenceOptions> BakeAsync(
        JobContext context,
        ExportRequest request,
        Timeline timeline,
        string from,
        SequenceOptions options,
        string folder,
        CancellationToken cancellationToken
    )
    {
        string? mark = request.Overwrite ? BakeRecord.FileName : null;
        PendingFolder.Refuse(folder, mark);
        (Timeline found, IReadOnlyDictionary<string, MediaInfo> media) = await new SourceResolver(context, from)
            .ResolveAsync(timeline, cancellationToken)
            .ConfigureAwait(false);
        FolderApart.Require(folder, found, request.TimelineFile);
        using PendingFolder pending = PendingFolder.Create(folder, mark);
        IReadOnlyDictionary<string, BakedShot> baked = await new BakeWork(context, request.Bake, BakeWork.UsualHandles, options)
            .MakeAsync(found, media, pending.Path, name => Path.Combine(folder, name), cancellationToken)
            .ConfigureAwait(false);
        if (baked.Count == 0)
        {
            return options;
        }

        await AtomicFile
            .WriteTextAsync(
                Path.Combine(pending.Path, BakeRecord.FileName),
                BakeRecord.Of(options.Fingerprint, baked).ToText(),
                false,
                cancellationToken
            )
            .ConfigureAwait(false);
        pending.Commit();
        return options with { Baked = baked };
    }

    /// <summary>Fingerprint of a timeline: of the bytes that it is written as.</summary>
    public static string FingerprintOf(Timeline timeline)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using MemoryStream bytes = new();
        TimelineJson.Write(timeline, bytes);
        hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What the song's file says; null where there is none, or it cannot be read.</summary>
    public static async Task<SongFacts?> SongAsync(JobContext context, Timeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.Music is not { } music)
        {
            return null;
        }

        try
        {
            (_, MediaInfo info) = await new FileIntake(context).TakeInAsync(music.Path, cancellationToken).ConfigureAwait(false);
            return info.MainAudio is { } audio
                ? new SongFacts(audio.SampleRate, audio.Channels, audio.DurationSeconds ?? info.DurationSeconds)
                : null;
        }
        catch (MediaException)
        {
            // It is named as missing among the losses.
            return null;
        }
    }

    private static void RequireEnding(string path, HandoffFormat format)
    {
        string ending = HandoffFormats.EndingOf(format);
        if (!path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException(ErrorCode.FileName, $"'{path}' must end in {ending}.", Field.Output, path);
        }
    }

    private static string NameOf(string timelineFile)
    {
        string name = Path.GetFileNameWithoutExtension(timelineFile);
        return name.EndsWith(".montage", StringComparison.Ordinal) ? name[..^8] : name;
    }

    private static string PathOf(ExportRequest request, HandoffFormat format, string name) =>
        Path.TrimEndingDirectorySeparator(
            Path.GetFullPath(request.Format == All ? Path.Combine(request.Output, name + HandoffFormats.EndingOf(format)) : request.Output)
        );

    private static string WithSuffix(string path, string suffix) =>
        suffix.Length == 0
            ? path
            : Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + suffix + Path.GetExtension(path));

    // By the name without its ending: copies often have another container.
    private static Dictionary<string, string> CopiesOf(Timeline timeline, string? folder)
    {
        if (folder is null)
        {
            return [];
        }

        if (!Directory.Exists(folder))
        {
            throw new ConfigurationException(ErrorCode.FileMissing, $"'{folder}' is no folder. Check the path.", Field.Media, folder);
        }

        ILookup<string, string> files = MediaFolders
            .FilesOf([folder])
            .ToLookup(f => Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> copies = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            string[] named = [.. files[Path.GetFileNameWithoutExtension(source.Path)].Where(f => f != source.Path)];
            if (named.Length == 1)
            {
                copies[source.Fingerprint] = named[0];
            }
        }

        return copies;
    }

    private sealed record Written(HandoffFormat Format, string Path, HandoffPart Part, IReadOnlyList<Loss> Losses);
}
