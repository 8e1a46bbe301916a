using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Models.Runtime;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>Keeps a job's report while it runs and writes it beside the output, whatever the outcome.</summary>
internal sealed class ReportWriter(JobContext context, string command)
{
    private PlanSummary? _plan;
    private MusicSummary? _music;
    private IReadOnlyList<ClipSummary> _clips = [];
    private FilmResult? _film;
    private VariantSummary? _variants;
    private Timeline? _timeline;

    /// <summary>A plan was made.</summary>
    /// <param name="result">The plan.</param>
    /// <param name="profile">Profile that was named, or null.</param>
    public void Planned(PlanResult result, ProfileName? profile = null)
    {
        Planned(result.Timeline);
        if (PlanStage.TakesCloserLook(profile))
        {
            string note =
                $"Profile: '{RenderProfile.Of(profile!.Value).Word}' was named, so shots begin at their best moment within a second; "
                + "without it, and in previews, they may begin elsewhere. Everything else is planned alike.";
            _plan = _plan! with { Notes = [.. _plan.Notes, note] };
        }

        _clips = PlanFacts.Summarise(result.Clips, result.Timeline);
        if (result.Music is { } music)
        {
            _music = new MusicSummary(
                music.File.Path,
                music.Analysis.Strategy.ToString(),
                Math.Round(music.Analysis.Confidence, 3),
                music.Analysis.Reason,
                music.Analysis.TempoBpm is { } bpm ? Math.Round(bpm, 2) : null,
                result.Timeline.Music?.Start ?? 0,
                null,
                null
            );
        }
    }

    /// <summary>A plan was read.</summary>
    public void Planned(Timeline timeline) => (_timeline, _plan) = (timeline, PlanFacts.Summarise(timeline));

    /// <summary>Other footage stands in for some of it in the film; notes that only the report has stay.</summary>
    public void Replanned(Timeline timeline)
    {
        IReadOnlyList<string> notes = _plan?.Notes ?? [];
        Planned(timeline);
        _plan = _plan! with { Notes = [.. timeline.Notes, .. notes.Except(timeline.Notes)] };
    }

    /// <summary>Several plans were made side by side.</summary>
    public void Planned(VariantSummary variants) => _variants = variants;

    /// <summary>A film was made.</summary>
    public void Rendered(FilmResult film)
    {
        _film = film;
        if (_music is not null)
        {
            _music = _music with { LoudnessLufs = film.LoudnessLufs, TruePeakDb = film.TruePeakDb };
        }
    }

    /// <summary>
    /// Does the work and writes its report, however it ends. What the world did wrong is in the report and in what is returned; what nobody
    /// foresaw and cancelling are in the report and reach the caller; wrong requests and a missing FFmpeg reach the caller and leave none,
    /// since nothing was done.
    /// </summary>
    /// <param name="names">Files to write; one without a name for the report writes none.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">What cancels the work.</param>
    public async Task<RunReport> GuardAsync(OutputNames names, Func<Task> work, CancellationToken cancellationToken)
    {
        Task done = WorkAsync(work, cancellationToken);
        await done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Exception? wrong = done.Exception?.InnerException;
        if (wrong is ConfigurationException or FFmpegMissingException)
        {
            await done.ConfigureAwait(false);
        }

        foreach (Phrase message in context.Store.Degradations)
        {
            context.Recorder.Degrade("the store did not work as it should", message, "");
        }

        if (context.Store.Results.Shared is { } shared)
        {
            Tell(shared);
        }

        foreach (ModelDeparture departure in context.Models.Departures)
        {
            context.Recorder.Degrade(departure.What, departure.Why, departure.Effect);
        }

        // What fails because its processes were ended under it was cancelled.
        MontageException? elsewhere = wrong is MontageException { Code: ErrorCode.Cancelled } told ? told : null;
        bool cancelled =
            done.IsCanceled || elsewhere is not null || (wrong is MontageException && cancellationToken.IsCancellationRequested);
        RunReport report =
            cancelled ? Compose(RunOutcome.Cancelled, elsewhere?.Sentence, names)
            : wrong is not null ? Failed(wrong, names)
            : _film is { Check: { Passed: false } check }
                ? Compose(
                    RunOutcome.Failed,
                    $"The rendered file did not pass its check and was not kept: {string.Join(" ", check.Findings)}",
                    names
                )
            : Compose(RunOutcome.Done, null, names);
        if (names.Report.Length > 0)
        {
            report = await WriteAsync(names.Report, report).ConfigureAwait(false);
        }

        if (cancelled || wrong is not (null or MontageException))
        {
            await done.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return report;
    }

    // A full disk does not hide why there is no film, nor that there is one.
    private async Task<RunReport> WriteAsync(string path, RunReport report)
    {
        try
        {
            await AtomicFile.WriteTextAsync(path, report.ToJson(), overwrite: true, CancellationToken.None).ConfigureAwait(false);
            return report;
        }
        catch (MontageException e)
        {
            context.Recorder.Degrade("the run report was not written", e.Sentence, "What it would say stands here alone.");
            return report with { Degradations = context.Recorder.Degradations };
        }
    }

    // Whatever it throws at once belongs to the task, too. A store or a disk may go away at any moment.
    private async Task WorkAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.StoreFailed,
                Directory.Exists(context.Store.Folder)
                    ? (Phrase)
                        $"A file that the work needs could not be read or written: {e.Message.TrimEnd('.')}. Make room, and run again."
                    : $"The store '{context.Store.Folder}' was removed while it was used. Run again; what it held is made anew.",
                e
            );
        }
    }

    private RunReport Failed(Exception wrong, OutputNames names) =>
        wrong is MontageException foreseen
            ? Compose(RunOutcome.Failed, foreseen.Sentence, names) with
            {
                ErrorCode = foreseen.Code,
            }
            : Compose(RunOutcome.Failed, wrong.Message, names) with
            {
                ErrorCode = ErrorCode.Unforeseen,
            };

    private RunReport Compose(RunOutcome outcome, Phrase? error, OutputNames names)
    {
        (double ownCpu, double ownPeak) = UsageMeter.Own();
        (double CpuSeconds, double PeakMiB)? children = context.Children.Usage;
        return new RunReport
        {
            Command = command,
            Outcome = outcome,
            Error = error,
            Output =
                outcome != RunOutcome.Done ? null
                : names.Film.Length > 0 ? names.Film
                : names.Timeline.Length > 0 ? names.Timeline
                : null,
            Version = context.Settings.Version,
            FFmpeg = context.ToolVersion.Line,
            Encoder = context.Recorder.Encoder,
            Decoder = context.Recorder.Decoder,
            Seconds = Math.Round(context.Recorder.Elapsed, 3),
            TimeToFirstPreviewSeconds = _film?.Playable.OpeningSeconds is { } s ? Math.Round(s, 3) : null,
            Playable = _film?.Playable.Rounded(),
            Shown = _film?.Shown ?? [],
            Stream = _film?.Stream,
            Plan = _plan,
            Timeline = _timeline,
            Variants = _variants,
            Music = _music,
            Clips = _clips,
            SetAside = context.Recorder.SetAside,
            Degradations = context.Recorder.Degradations,
            Check = _film?.Check,
            Phases = context.Recorder.Phases,
            Routing = context.Recorder.Routing,
            Resources = new ResourceSummary
            {
                Cores = context.Budget.Cores,
                OwnCpuSeconds = Math.Round(Math.Max(0, ownCpu - context.CpuSecondsBefore), 2),
                ChildrenCpuSeconds = children is { } c ? Math.Round(c.CpuSeconds, 2) : null,
                OwnPeakMiB = Math.Round(ownPeak, 1),
                LargestChildPeakMiB = children is { } m ? Math.Round(m.PeakMiB, 1) : null,
                GpuPercent = context.Recorder.GpuPercent is { } gpu ? Math.Round(gpu, 1) : null,
                Processes = context.Children.Started,
                CacheHits = context.Store.Results.Hits,
                CacheMisses = context.Store.Results.Misses,
            },
        };
    }

    private void Tell(SharedShelf shared)
    {
        if (shared.Found > 0)
        {
            using RunRecorder.Phase found = context.Recorder.Begin("found in the farm's cache", "results");
            found.Count(shared.Found);
        }

        if (shared.Outage is { } outage)
        {
            context.Recorder.Degrade(
                "the farm's cache could not be asked",
                outage,
                "Results were looked for and kept on this machine alone meanwhile."
            );
        }
    }
}
