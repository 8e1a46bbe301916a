using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Requests;
using MontageAI.Errors;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;
using MontageAI.Media;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>Makes packages. All is made in a hidden folder that gets its name at the end: what is broken off leaves nothing.</summary>
internal sealed class PackageWork(JobContext context, PackageRequest request)
{
    /// <summary>Name of the file by which an earlier package is known.</summary>
    public const string Mark = "SHA256SUMS";

    /// <summary>Folder of media in a package.</summary>
    public const string MediaFolder = "media";

    private const string BakedFolder = "baked";
    private const int MostHandles = 100_000;

    // 24 bits, two channels, 48 kHz, three files.
    private const long SoundBytesPerSecond = 3 * 48_000 * 2 * 3;

    /// <summary>Makes one.</summary>
    /// <exception cref="MontageException">A file is missing, there is too little room, or something is there already.</exception>
    public async Task<PackageOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (request.Handles is < 0 or > MostHandles)
        {
            throw new ConfigurationException(ErrorCode.Range, $"must be 0 to {MostHandles}.", Field.Handles);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(request.TimelineFile))!;
        Timeline read = TimelineFile.Read(request.TimelineFile);
        PendingFolder.Refuse(request.Output, request.Overwrite ? Mark : null);
        (Timeline timeline, IReadOnlyDictionary<string, MediaInfo> facts) = await new SourceResolver(context, folder)
            .ResolveAsync(read, cancellationToken)
            .ConfigureAwait(false);
        FolderApart.Require(request.Output, timeline, request.TimelineFile);
        RequireRoom(timeline);
        using PendingFolder pending = PendingFolder.Create(request.Output, request.Overwrite ? Mark : null);
        string name = NameOf(request.TimelineFile),
            there = pending.Path;
        await context
            .DoAsync(
                new RenderRequest
                {
                    TimelineFile = request.TimelineFile,
                    Output = Path.Combine(there, "film.mp4"),
                    Profile = request.Profile,
                    UsesMemory = false,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        File.Delete(Path.Combine(there, "film.montage.json"));
        File.Delete(Path.Combine(there, "film.report.json"));
        await new PackageSounds(context, request)
            .WriteAsync(timeline, Path.Combine(there, "audio"), cancellationToken)
            .ConfigureAwait(false);
        (Timeline packed, IReadOnlyList<PackagedMedia> media) = await new PackageMedia(context, request)
            .WriteAsync(timeline, there, cancellationToken)
            .ConfigureAwait(false);
        if (request.Proxies)
        {
            media = await new PackageProxies(context).WriteAsync(packed, media, there, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyDictionary<string, BakedShot> baked = await BakeAsync(timeline, facts, packed, there, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<Loss> losses = await DocumentsAsync(packed, media, baked, name, there, cancellationToken).ConfigureAwait(false);
        await PagesAsync(packed, name, media, losses, there, cancellationToken).ConfigureAwait(false);
        string fingerprint = ExportWork.FingerprintOf(packed);
        PackageOutcome outcome = new(Path.GetFullPath(request.Output), fingerprint, media, Names(there), losses);
        await AtomicFile
            .WriteTextAsync(Path.Combine(there, "report.json"), PackageJson.Write(outcome with { Output = "." }), false, cancellationToken)
            .ConfigureAwait(false);
        await SumsAsync(there, cancellationToken).ConfigureAwait(false);
        pending.Commit();
        await ExportRecords.KeepAsync(context.Store.Folder, packed, fingerprint, cancellationToken).ConfigureAwait(false);
        return outcome with { Files = Names(request.Output) };
    }

    private async Task<IReadOnlyDictionary<string, BakedShot>> BakeAsync(
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> facts,
        Timeline packed,
        string there,
        CancellationToken cancellationToken
    )
    {
        if (request.Bake == BakeChoice.None)
        {
            return new Dictionary<string, BakedShot>();
        }

        string folder = Path.Combine(there, MediaFolder, BakedFolder);
        Directory.CreateDirectory(folder);
        SequenceOptions options = new() { StartTimecode = request.StartTimecode, IsDrop = request.IsDrop };
        IReadOnlyDictionary<string, BakedShot> baked = await new BakeWork(context, request.Bake, request.Handles, options)
            .MakeAsync(timeline, facts, folder, name => $"{MediaFolder}/{BakedFolder}/{name}", cancellationToken)
            .ConfigureAwait(false);
        if (baked.Count == 0)
        {
            Directory.Delete(folder);
            if (request.Copy == PackageMediaCopy.None)
            {
                Directory.Delete(Path.Combine(there, MediaFolder));
            }

            return baked;
        }

        string record = BakeRecord.Of(ExportWork.FingerprintOf(packed), baked).ToText();
        await AtomicFile.WriteTextAsync(Path.Combine(folder, BakeRecord.FileName), record, false, cancellationToken).ConfigureAwait(false);
        return baked;
    }

    private async Task<IReadOnlyList<Loss>> DocumentsAsync(
        Timeline packed,
        IReadOnlyList<PackagedMedia> media,
        IReadOnlyDictionary<string, BakedShot> baked,
        string name,
        string there,
        CancellationToken cancellationToken
    )
    {
        SequenceOptions options = new()
        {
            Name = name,
            StartTimecode = request.StartTimecode,
            IsDrop = request.IsDrop,
            Markers = request.Markers,
            Target = request.Target,
            Song = await ExportWork.SongAsync(context, Located(packed, there), cancellationToken).ConfigureAwait(false),
            Fingerprint = ExportWork.FingerprintOf(packed),
            Baked = baked,
            Proxies = media
                .Where(m => m.Proxy is not null)
                .DistinctBy(m => m.Source)
                .ToDictionary(m => packed.Sources.First(s => s.Id == m.Source).Fingerprint, m => m.Proxy!),
        };
        List<Loss> losses = [];
        foreach (HandoffFormat format in HandoffFormats.Documents)
        {
            if (format == HandoffFormat.Srt && packed.Captions is not { Cues.Count: > 0 })
            {
                continue;
            }

            Handoff handoff = HandoffFormats.Export(packed, format, options);
            losses.AddRange(handoff.Losses);
            foreach (HandoffPart part in handoff.Parts)
            {
                string file = format == HandoffFormat.Srt ? "captions.srt" : name + part.Suffix + HandoffFormats.EndingOf(format);
                await AtomicFile.WriteAsync(Path.Combine(there, file), part.Write, false, cancellationToken).ConfigureAwait(false);
            }
        }

        await TimelineFile.WriteAsync(Path.Combine(there, name + ".montage.json"), packed, false, cancellationToken).ConfigureAwait(false);
        return [.. losses.Distinct()];
    }

    private static Timeline Located(Timeline packed, string there) =>
        packed.Music is { } music ? packed with { Music = music with { Path = Path.GetFullPath(music.Path, there) } } : packed;

    private static async Task PagesAsync(
        Timeline packed,
        string name,
        IReadOnlyList<PackagedMedia> media,
        IReadOnlyList<Loss> losses,
        string there,
        CancellationToken cancellationToken
    )
    {
        PackageRecipe recipe = new(packed);
        foreach ((string file, string table) in recipe.Tables)
        {
            await AtomicFile.WriteTextAsync(Path.Combine(there, file), table, false, cancellationToken).ConfigureAwait(false);
        }

        await AtomicFile.WriteTextAsync(Path.Combine(there, "RECIPE.md"), recipe.Text, false, cancellationToken).ConfigureAwait(false);
        string conform = PackageConform.Text(packed, name, media, losses, Directory.Exists(Path.Combine(there, "audio")));
        await AtomicFile.WriteTextAsync(Path.Combine(there, "CONFORM.md"), conform, false, cancellationToken).ConfigureAwait(false);
    }

    private static async Task SumsAsync(string there, CancellationToken cancellationToken)
    {
        StringBuilder text = new();
        foreach (string name in Names(there))
        {
            FileStream file = File.OpenRead(Path.Combine(there, name));
            await using (file.ConfigureAwait(false))
            {
                byte[] hash = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
                text.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(hash)}  {name}\n");
            }
        }

        await AtomicFile.WriteTextAsync(Path.Combine(there, Mark), text.ToString(), false, cancellationToken).ConfigureAwait(false);
    }

    private static string[] Names(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    private void RequireRoom(Timeline timeline)
    {
        HashSet<string> shown = timeline.Shots.Select(s => s.Source).ToHashSet(StringComparer.Ordinal);
        long bytes =
            request.Copy == PackageMediaCopy.None
                ? 0
                : timeline
                    .Sources.Where(s => shown.Contains(s.Id))
                    .Select(s => s.Path)
                    .Append(timeline.Music?.Path)
                    .OfType<string>()
                    .Sum(p => new FileInfo(p).Length);
        OutputRoom.Require(request.Output, bytes + (long)(timeline.Rate.SecondsAt(timeline.Frames) * SoundBytesPerSecond));
    }

    private static string NameOf(string timelineFile)
    {
        string name = Path.GetFileNameWithoutExtension(timelineFile);
        return name.EndsWith(".montage", StringComparison.Ordinal) ? name[..^8] : name;
    }
}
