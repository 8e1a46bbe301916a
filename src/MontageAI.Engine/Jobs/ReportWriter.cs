using MontageAI.Editing.Materials;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Storage.Files;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Jobs;

/// <summary>Keeps a job's report while it runs and writes it beside the output, whatever the outcome.</summary>
internal sealed class ReportWriter(JobContext context, SessionSettings settings, string command)
{
    private PlanSummary? _plan;
    private MusicSummary? _music;
    private IReadOnlyList<ClipSummary> _clips = [];
    private FilmResult? _film;
    private Variants.VariantSummary? _variants;

    /// <summary>A plan was made.</summary>
    public void Planned(PlanResult result)
    {
        _plan = PlanFacts.Summarise(result.Timeline);
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
    public void Planned(Timeline timeline) => _plan = PlanFacts.Summarise(timeline);

    /// <summary>Several plans were made side by side.</summary>
    public void Planned(Variants.VariantSummary variants) => _variants = variants;

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
    /// Runs a job and writes its report. What the world did wrong is in the report and in what is returned; wrong requests, a missing
    /// FFmpeg and cancelling reach the caller.
    /// </summary>
    public async Task<RunReport> GuardAsync(OutputNames names, Func<Task> work)
    {
        string outcome = "done";
        string? error = null;
        try
        {
            await work().ConfigureAwait(false);
            if (_film is { Check.Passed: false })
            {
                outcome = "failed";
                error = "The rendered file did not pass its check and was not kept: " + string.Join(" ", _film.Check.Findings);
            }
        }
        catch (MontageException e) when (e is not (ConfigurationException or FFmpegMissingException))
        {
            outcome = "failed";
            error = e.Message;
        }

        foreach (string message in context.Store.Degradations)
        {
            context.Recorder.Degrade("the store did not work as it should", message, "");
        }

        ResultStatistics cache = await context.Store.Results.StatisticsAsync(CancellationToken.None).ConfigureAwait(false);
        RunReport report = Compose(outcome, error, names, cache);
        await AtomicFile.WriteTextAsync(names.Report, report.ToJson(), overwrite: true, CancellationToken.None).ConfigureAwait(false);
        return report;
    }

    private RunReport Compose(string outcome, string? error, OutputNames names, ResultStatistics cache)
    {
        (double ownCpu, double ownPeak) = UsageMeter.Own();
        (double CpuSeconds, double PeakMiB)? children = UsageMeter.Children();
        return new RunReport
        {
            Command = command,
            Outcome = outcome,
            Error = error,
            Output =
                outcome != "done" ? null
                : names.Film.Length > 0 ? names.Film
                : names.Timeline,
            Version = settings.Version,
            FFmpeg = context.ToolVersion.Line,
            Encoder = context.Recorder.Encoder,
            Decoder = context.Recorder.Decoder,
            Seconds = Math.Round(context.Recorder.Elapsed, 3),
            TimeToFirstPreviewSeconds = _film?.Playable.OpeningSeconds is { } s ? Math.Round(s, 3) : null,
            Playable = _film?.Playable is { } moments
                ? new PlayableMoments(
                    Math.Round(moments.FirstPictureSeconds, 3),
                    Math.Round(moments.OpeningSeconds, 3),
                    Math.Round(moments.WholeSeconds, 3)
                )
                {
                    RefinedSeconds = moments.RefinedSeconds is { } refined ? Math.Round(refined, 3) : null,
                }
                : null,
            Stream = _film?.Stream,
            Plan = _plan,
            Variants = _variants,
            Music = _music,
            Clips = _clips,
            SetAside = context.Recorder.SetAside,
            Degradations = context.Recorder.Degradations,
            Check = _film?.Check,
            Phases = context.Recorder.Phases,
            Resources = new ResourceSummary
            {
                Cores = context.Budget.Cores,
                OwnCpuSeconds = Math.Round(ownCpu, 2),
                ChildrenCpuSeconds = children is { } c ? Math.Round(c.CpuSeconds, 2) : null,
                OwnPeakMiB = Math.Round(ownPeak, 1),
                LargestChildPeakMiB = children is { } m ? Math.Round(m.PeakMiB, 1) : null,
                GpuPercent = context.Recorder.GpuPercent is { } gpu ? Math.Round(gpu, 1) : null,
                Processes = ProcessLaunch.Count,
                CacheHits = cache.MemoryHits + cache.DiskHits,
                CacheMisses = cache.DiskMisses,
            },
        };
    }
}
