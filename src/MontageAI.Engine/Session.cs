using System.Runtime.CompilerServices;
using MontageAI.Analysis.Music;
using MontageAI.Editing.Edits;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Demo;
using MontageAI.Engine.Encoders;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Maintenance;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Prompting;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine;

/// <summary>
/// Everything that a host can ask for. One per run of a host; opens the store when it is first needed. The owner disposes it.
/// </summary>
public sealed partial class Session : IAsyncDisposable
{
    private readonly SessionSettings _settings;
    private readonly CacheStore _store;
    private readonly ResourceBudget _budget;
    private readonly RunRecorder _recorder;

    /// <summary>Makes a session; touches nothing but the store's folder, which is made.</summary>
    public Session(SessionSettings settings)
    {
        _recorder = new RunRecorder(settings.Time, settings.SecondsBeforeStart);
        _settings = settings = settings with { CacheFolder = UsableFolder(settings.CacheFolder) };
        _store = new CacheStore(
            new StoreOptions
            {
                Folder = settings.CacheFolder,
                Kind = settings.Store,
                ArtifactBudgetBytes = settings.CacheBytes,
                Time = settings.Time,
            }
        );
        _budget = new ResourceBudget(settings.Cores);
    }

    /// <summary>Whether an error means that FFmpeg is missing or unsuitable.</summary>
    public static bool IsToolMissing(MontageException error) => error is FFmpegMissingException;

    /// <summary>Makes a montage: film, timeline and report.</summary>
    /// <exception cref="ConfigurationException">The request is wrong.</exception>
    public async Task<RunReport> CreateAsync(MontageRequest request, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        if (request is { Variants: > 1, Pick: null })
        {
            return (
                await MakeVariantsAsync(request, request.IsPreview ? "preview" : "create", progress, cancellationToken)
                    .ConfigureAwait(false)
            ).Report;
        }

        OutputNames names = OutputNames.ForFilm(request.Output, request.Overwrite, streamed: request.IsPreview);
        if (request is { Variants: > 1, Pick: { } pick })
        {
            (RunReport variants, MontageRequest read) = await MakeVariantsAsync(
                    request,
                    request.IsPreview ? "preview" : "create",
                    progress,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return variants.Outcome == "done"
                ? await CreateAsync(read with { Seed = request.Seed + pick - 1, Variants = 0, Pick = null }, progress, cancellationToken)
                    .ConfigureAwait(false) with
                {
                    Variants = variants.Variants,
                }
                : variants;
        }

        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        await new EncoderSelection(context).RefuseAsync(EncoderNames.Parse(request.Encoder), cancellationToken).ConfigureAwait(false);
        ProcessLaunch.StandBack = request.IsPreview;
        ReportWriter report = new(context, _settings, request.IsPreview ? "preview" : "create");
        return await report
            .GuardAsync(
                names,
                async () =>
                {
                    request = await new PromptStage(context, _settings.LanguageModel)
                        .ApplyAsync(request, cancellationToken)
                        .ConfigureAwait(false);
                    FilmOptions options = new(
                        request.Profile ?? (request.IsPreview ? "preview" : null),
                        request.Fit,
                        request.Overwrite,
                        request.IsPreview
                    )
                    {
                        Encoder = request.Encoder,
                        Decoder = request.Decoder,
                    };
                    FilmJob film = new(context, options, names, cancellationToken);
                    await using ConfiguredAsyncDisposable ending = film.ConfigureAwait(false);
                    PlanResult plan = await new PlanJob(context).RunAsync(request, film, cancellationToken).ConfigureAwait(false);
                    report.Planned(plan);
                    await MakeAsync(
                            film,
                            plan.Timeline,
                            plan.Media,
                            request.Refine,
                            report,
                            request.UsesMemory ? (request.Output, false) : null
                        )
                        .ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>Makes a timeline and nothing else.</summary>
    /// <exception cref="ConfigurationException">The request is wrong.</exception>
    public async Task<RunReport> PlanAsync(MontageRequest request, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        request.View.Check(request.Overwrite);
        if (request.Variants > 1)
        {
            return (await MakeVariantsAsync(request, "plan", progress, cancellationToken).ConfigureAwait(false)).Report;
        }

        OutputNames names = OutputNames.ForTimeline(request.Output, request.Overwrite);
        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        ReportWriter report = new(context, _settings, "plan");
        return await report
            .GuardAsync(
                names,
                async () =>
                {
                    request = await new PromptStage(context, _settings.LanguageModel)
                        .ApplyAsync(request, cancellationToken)
                        .ConfigureAwait(false);
                    PlanResult plan = await new PlanJob(context).RunAsync(request, follower: null, cancellationToken).ConfigureAwait(false);
                    report.Planned(plan);
                    await AtomicFile
                        .WriteTextAsync(names.Timeline, TimelineJson.Write(plan.Timeline), request.Overwrite, cancellationToken)
                        .ConfigureAwait(false);
                    await ShowAsync(context, request, names.Timeline, plan.Timeline, cancellationToken).ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>Renders a timeline.</summary>
    /// <exception cref="ConfigurationException">The timeline cannot be read or contradicts itself.</exception>
    public async Task<RunReport> RenderAsync(RenderRequest request, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        OutputNames names = OutputNames.ForFilm(request.Output, request.Overwrite, request.TimelineFile, request.IsPreview);
        Timeline timeline = await ReadTimelineAsync(request.TimelineFile, cancellationToken).ConfigureAwait(false);
        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        ProcessLaunch.StandBack = request.IsPreview;
        ReportWriter report = new(context, _settings, request.IsPreview ? "preview" : "render");
        return await report
            .GuardAsync(
                names,
                async () =>
                {
                    report.Planned(timeline);
                    (Timeline resolved, IReadOnlyDictionary<string, MediaInfo> media) = await new SourceResolver(
                        context,
                        Path.GetDirectoryName(Path.GetFullPath(request.TimelineFile))!
                    )
                        .ResolveAsync(timeline, cancellationToken)
                        .ConfigureAwait(false);
                    resolved = await new ReframeStage(context).CompleteAsync(resolved, media, cancellationToken).ConfigureAwait(false);
                    FilmOptions options = new(
                        request.Profile ?? (request.IsPreview ? "preview" : null),
                        request.Fit,
                        request.Overwrite,
                        request.IsPreview
                    )
                    {
                        Encoder = request.Encoder,
                        Decoder = request.Decoder,
                    };
                    FilmJob film = new(context, options, names, cancellationToken);
                    await using ConfiguredAsyncDisposable ending = film.ConfigureAwait(false);
                    await MakeAsync(film, resolved, media, request.Refine, report, request.UsesMemory ? (request.Output, true) : null)
                        .ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>What <see cref="EditAsync"/> understands, one line each.</summary>
    public static IReadOnlyList<string> EditWords => EditScript.Words;

    /// <summary>Changes a timeline by hand and writes the result; clips and song are not touched.</summary>
    /// <param name="timelineFile">The timeline.</param>
    /// <param name="changes">Changes in the words of <see cref="EditScript"/>, applied in order.</param>
    /// <param name="output">File to write; may be the timeline itself.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="remember">Whether later montages may take the changes into account.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Shots of the result, and how many of them are not as they were (these are all that will be rendered).</returns>
    /// <exception cref="ConfigurationException">The timeline cannot be read, or a change cannot be done; nothing is written.</exception>
    public async Task<(int Shots, int Changed)> EditAsync(
        string timelineFile,
        IReadOnlyList<string> changes,
        string output,
        bool overwrite,
        bool remember,
        CancellationToken cancellationToken
    )
    {
        OutputNames names = OutputNames.ForTimeline(output, overwrite);
        Timeline before = await ReadTimelineAsync(timelineFile, cancellationToken).ConfigureAwait(false);
        Timeline after = EditScript.Apply(before, changes);
        if (TimelineRules.Check(after) is { Count: > 0 } problems)
        {
            throw new ConfigurationException(problems);
        }

        await AtomicFile.WriteTextAsync(names.Timeline, TimelineJson.Write(after), overwrite, cancellationToken).ConfigureAwait(false);
        if (remember)
        {
            Remember(before, changes, output);
        }

        return (after.Shots.Count, ShotIdentity.CountChanged(before, after));
    }

    /// <summary>Beats of a whole track.</summary>
    /// <exception cref="MediaException">The file has no sound that can be decoded.</exception>
    public async Task<MusicAnalysis> BeatsAsync(string path, BeatCorrection correction, CancellationToken cancellationToken)
    {
        JobContext context = await BeginAsync(new Progress<JobProgress>(), cancellationToken).ConfigureAwait(false);
        MusicMaterial music = await new MusicIntake(context)
            .ListenAsync(path, null, new MusicOptions { KnownBpm = correction.Bpm }, cancellationToken)
            .ConfigureAwait(false);
        return PlanStage.Correct(music.Analysis, correction);
    }

    /// <summary>Shots of a clip.</summary>
    /// <exception cref="MediaException">The file holds no moving picture that can be decoded.</exception>
    public async Task<ClipAnalysis> ShotsAsync(string path, bool exact, CancellationToken cancellationToken)
    {
        JobContext context = await BeginAsync(new Progress<JobProgress>(), cancellationToken).ConfigureAwait(false);
        (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(path, cancellationToken).ConfigureAwait(false);
        return (await new ClipStage(context).LookAsync(file, info, exact, alone: true, cancellationToken).ConfigureAwait(false)).Analysis;
    }

    /// <summary>Everything that can be found out about files, and a page that shows it where the request names one.</summary>
    /// <exception cref="ConfigurationException">An input does not exist, or the page may not be written.</exception>
    /// <exception cref="MontageException">Not one file can be used.</exception>
    public async Task<AnalyzeOutcome> AnalyzeAsync(
        AnalyzeRequest request,
        IProgress<JobProgress> progress,
        CancellationToken cancellationToken
    )
    {
        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        return await new AnalyzeJob(context).RunAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Facts of files; those that cannot be read are listed with their reasons.</summary>
    public async Task<ProbeOutcome> ProbeAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        JobContext context = await BeginAsync(new Progress<JobProgress>(), cancellationToken).ConfigureAwait(false);
        FileIntake intake = new(context);
        List<MediaInfo> files = [];
        foreach (string path in paths)
        {
            try
            {
                files.Add((await intake.TakeInAsync(path, cancellationToken).ConfigureAwait(false)).Info);
            }
            catch (MediaException e)
            {
                _recorder.PutAside(e.Path, e.Reason, e.Remedy);
            }
        }

        return new ProbeOutcome(files, _recorder.SetAside);
    }

    /// <summary>What the store holds.</summary>
    public async Task<StoreSummary> CacheStatisticsAsync(CancellationToken cancellationToken)
    {
        StoreStatistics s = await _store.StatisticsAsync(cancellationToken).ConfigureAwait(false);
        return new StoreSummary(s.Folder, s.Results.Items, s.Results.Bytes, s.Artifacts.Items, s.Artifacts.Bytes, s.Artifacts.BudgetBytes);
    }

    /// <summary>Removes the least recently used rendered files until at most so many bytes are left; 0 removes everything, results
    /// too.</summary>
    public async Task CachePruneAsync(long keepBytes, CancellationToken cancellationToken)
    {
        if (keepBytes == 0)
        {
            await _store.ClearAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        CacheStore smaller = new(
            new StoreOptions
            {
                Folder = _settings.CacheFolder,
                Kind = _settings.Store,
                ArtifactBudgetBytes = keepBytes,
                Time = _settings.Time,
            }
        );
        await using ConfiguredAsyncDisposable ending = smaller.ConfigureAwait(false);
        await smaller.PruneAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at everything that a montage needs from this machine.</summary>
    public Task<DoctorReport> DoctorAsync(CancellationToken cancellationToken) => Doctor.ExamineAsync(_settings, cancellationToken);

    /// <summary>Makes footage and a song out of nothing, and a montage from them. The folder is the demo's own: what it made before is
    /// replaced.</summary>
    public async Task<RunReport> DemoAsync(
        string folder,
        string? profile,
        IProgress<JobProgress> progress,
        CancellationToken cancellationToken
    )
    {
        FFmpegTools tools = FFmpegTools.Locate(_settings.FFmpegPath, _settings.SearchPath) with { StallLimit = _settings.StallLimit };
        DemoSet set;
        using (_recorder.Begin("make footage"))
        {
            set = await DemoMaker
                .MakeAsync(
                    folder,
                    tools,
                    new Progress<DemoProgress>(p => progress.Report(new JobProgress("Making footage", p.Done, p.Total))),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        return await CreateAsync(
                new MontageRequest
                {
                    Clips = [set.ClipFolder],
                    Music = set.SongPath,
                    Output = Path.Combine(folder, "montage.mp4"),
                    DurationSeconds = 40,
                    Profile = profile,
                    Overwrite = true,
                },
                progress,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync().ConfigureAwait(false);
        _budget.Dispose();
    }

    private async Task MakeAsync(
        FilmJob film,
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> media,
        string? refine,
        ReportWriter report,
        (string Film, bool SeenBefore)? remember
    )
    {
        FilmResult made = await film.FinishAsync(timeline, media).ConfigureAwait(false);
        report.Rendered(made);
        if (refine is not null && made.Check.Passed)
        {
            report.Rendered(await film.RefineAsync(timeline, media, refine, made).ConfigureAwait(false));
        }

        if (remember is { } where && made.Check.Passed)
        {
            _store.Memory.Add(Recollection.Finished(timeline, refine ?? film.Profile, where.SeenBefore, Path.GetFileName(where.Film)));
        }
    }

    private static async Task<Timeline> ReadTimelineAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new ConfigurationException($"'{path}' does not exist. Check the path, or make a timeline with 'plan'.");
        }

        try
        {
            return TimelineJson.Read(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"'{path}' cannot be read: {e.Message}");
        }
    }

    // A read-only home must not stop a montage: it is then made without a lasting store, and says so.
    private string UsableFolder(string wanted)
    {
        try
        {
            Directory.CreateDirectory(wanted);
            string trial = Path.Combine(wanted, $".trial-{Environment.ProcessId}");
            File.Create(trial, 1, FileOptions.DeleteOnClose).Dispose();
            return wanted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string instead = Path.Combine(Path.GetTempPath(), $"montage-ai-{Environment.UserName}");
            _recorder.Degrade(
                $"results are kept in '{instead}'",
                $"the store '{wanted}' cannot be written ({e.Message.TrimEnd('.')}).",
                "Name another with --cache-dir or MONTAGE_CACHE."
            );
            return instead;
        }
    }

    private async Task<JobContext> BeginAsync(IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        FFmpegTools tools = FFmpegTools.Locate(_settings.FFmpegPath, _settings.SearchPath) with { StallLimit = _settings.StallLimit };
        FileInfo program = new(tools.FFmpeg);
        ContentKey key = ContentKey
            .For("tool", "2")
            .With("path", program.FullName)
            .With("size", program.Length)
            .With("modified", program.LastWriteTimeUtc.Ticks)
            .Build();
        StoredText text = await _store
            .Results.GetOrAddAsync(
                key,
                StoreJson.Default.StoredText,
                async ct => new StoredText((await ToolVersion.ReadAsync(tools, ct).ConfigureAwait(false)).Text),
                cancellationToken
            )
            .ConfigureAwait(false);
        ToolVersion version = ToolVersion.Parse(text.Text);
        if (version.Major is < ToolVersion.OldestMajor and int major)
        {
            throw new FFmpegMissingException(
                $"FFmpeg {major} ('{tools.FFmpeg}') is too old; {ToolVersion.OldestMajor}.0 or newer is needed. Install a newer one, or "
                    + $"set MONTAGE_FFMPEG."
            );
        }

        ScratchOptions scratch = new()
        {
            DiskFolder = Path.Combine(
                // Who of another machine still needs temporary files cannot be told; they stay on this one.
                _settings.Store == StoreKind.Folder
                    ? Path.Combine(Path.GetTempPath(), $"montage-ai-{Environment.UserName}")
                    : _store.Folder,
                "scratch"
            ),
            RamBudgetBytes = _budget.ScratchMemoryBytes,
            RamFolder = _settings.RamFolder is { } ram ? Path.Combine(ram, $"montage-ai-{Environment.UserName}") : null,
        };
        return new JobContext(tools, version, _store, scratch, _budget, _recorder, progress) { SearchPath = _settings.SearchPath };
    }
}
