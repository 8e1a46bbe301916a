using MontageAI.Engine.Analysing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Reports.Pages;
using MontageAI.Storage.Files;

namespace MontageAI.Reports.Requests;

/// <summary>Analyses files and shows what was found: several at once, each as far as its kind allows. A file that cannot be used is set
/// aside.</summary>
internal sealed class AnalyzeWork(JobContext context)
{
    private readonly FileIntake _files = new(context);
    private readonly TrackStage _tracks = new(context);
    private readonly ClipStage _clips = new(context);

    /// <summary>Runs it.</summary>
    /// <exception cref="ConfigurationException">An input does not exist, or the page may not be written.</exception>
    /// <exception cref="MontageException">Not one file can be used.</exception>
    public async Task<AnalyzeOutcome> RunAsync(AnalyzeRequest request, CancellationToken cancellationToken)
    {
        string? page = request.Report is { } report ? Path.GetFullPath(report) : null;
        IReadOnlyList<string> paths = ClipFinder.Find(request.Inputs, null, Field.Inputs).Tell(context.Recorder);
        using IDisposable claim = new OutputGuard(request.Overwrite)
            .File(page, Field.Report, [".html", ".htm"])
            .Inputs("an input", () => paths)
            .Take();
        AnalyzedTrack?[] tracks = new AnalyzedTrack?[paths.Count];
        AnalyzedClip?[] clips = new AnalyzedClip?[paths.Count];
        int done = 0;
        using (RunRecorder.Phase phase = context.Recorder.Begin("analyse", "files"))
        {
            await Parallel
                .ForEachAsync(
                    Enumerable.Range(0, paths.Count),
                    new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                    async (i, ct) =>
                    {
                        (tracks[i], clips[i]) = await TryAsync(paths[i], request, paths.Count == 1, ct).ConfigureAwait(false);
                        phase.Advance(Interlocked.Increment(ref done), paths.Count);
                    }
                )
                .ConfigureAwait(false);
        }

        AnalyzeOutcome outcome = new(
            [.. tracks.OfType<AnalyzedTrack>()],
            [.. clips.OfType<AnalyzedClip>()],
            context.Recorder.SetAside,
            context.Recorder.Degradations,
            Math.Round(context.Recorder.Elapsed, 3),
            page
        );
        if (outcome.Tracks.Count + outcome.Clips.Count == 0)
        {
            throw SetAsideFile.NothingUsable(paths.Count, outcome.SetAside);
        }

        if (page is not null)
        {
            string html = await new PageMaker(context).MakeAsync(outcome, cancellationToken).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(page, html, request.Overwrite, cancellationToken).ConfigureAwait(false);
        }

        return outcome with
        {
            Seconds = Math.Round(context.Recorder.Elapsed, 3),
            Degradations = context.Recorder.Degradations,
        };
    }

    private async Task<(AnalyzedTrack? Track, AnalyzedClip? Clip)> TryAsync(
        string path,
        AnalyzeRequest request,
        bool alone,
        CancellationToken cancellationToken
    )
    {
        AnalyzedTrack? track = null;
        AnalyzedClip? clip = null;
        try
        {
            (SourceFile file, MediaInfo info) = await _files.TakeInAsync(path, cancellationToken).ConfigureAwait(false);
            bool onlySound = info.MainVideo is null && info.MainAudio is not null;
            if (!onlySound)
            {
                clip = await _clips.LookAsync(file, info, request.Exact, alone, faces: true, cancellationToken).ConfigureAwait(false);
                clip = request.Curves
                    ? await _clips.MeasureAsync(file, clip, request.Exact, cancellationToken).ConfigureAwait(false)
                    : clip;
            }

            if (onlySound || (request.ClipSound && info.MainAudio is not null))
            {
                track = await _tracks.ListenAsync(file, info, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (MediaException e)
        {
            context.Recorder.PutAside(path, e.Reason, e.Remedy);
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.PutAside(path, $"cannot be analysed: {e.Message}", "Check that it plays elsewhere.");
        }

        return (track, clip);
    }
}
