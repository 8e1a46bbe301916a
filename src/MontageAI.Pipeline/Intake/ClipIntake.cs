using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Editing;
using MontageAI.Editing.Materials;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Pipeline.Jobs;
using MontageAI.Pipeline.Reporting;
using MontageAI.Pipeline.Resources;
using MontageAI.Results;
using MontageAI.Storage.Keys;
using MontageAI.Time;

namespace MontageAI.Pipeline.Intake;

/// <summary>
/// Looks at clips, several at once: every clip on the key-frame rung first, then only the windows that are nearly chosen on the motion
/// rung. A clip that cannot be used is set aside with its reason, and the others go on.
/// </summary>
internal sealed class ClipIntake(JobContext context)
{
    // A few seconds per clip, and only where packet sizes are not known.
    private static readonly ClipScanOptions s_scan = new() { ForPlanning = true, RefinementSeconds = 10 };

    private readonly FileIntake _files = new(context);
    private readonly ClipAnalyzer _analyzer = new();

    /// <summary>Looks at every clip's key frames.</summary>
    /// <param name="paths">Files in a stable order, which gives them their ids.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Usable clips in the given order.</returns>
    /// <exception cref="MontageException">Not one clip is usable.</exception>
    public async Task<IReadOnlyList<ClipMaterial>> LookAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("look at clips", "clips");
        ClipMaterial?[] found = new ClipMaterial?[paths.Count];
        int done = 0;
        string digits = "D" + Math.Max(2, paths.Count.ToString(CultureInfo.InvariantCulture).Length).ToString(CultureInfo.InvariantCulture);

        // One queue, taken from by as many as there are cores: whoever is done takes the next clip. The largest file comes first, since nobody knows its length
        // yet, and whoever finds the queue empty helps with a long clip that is still being decoded.
        await Parallel.ForEachAsync(
            LargestFirst(paths),
            new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
            async (i, ct) =>
            {
                found[i] = await TryLookAsync("c" + (i + 1).ToString(digits, CultureInfo.InvariantCulture), paths[i], phase, ct).ConfigureAwait(false);
                context.Progress.Report(new JobProgress("Looking at clips", Interlocked.Increment(ref done), paths.Count));
            }).ConfigureAwait(false);

        ClipMaterial[] usable = DropCopies(found.OfType<ClipMaterial>());
        return usable.Length > 0
            ? usable
            : throw new MontageException(
                $"None of the {paths.Count} files can be used:{string.Concat(context.Recorder.SetAside.Select(f => $"{Environment.NewLine}  '{f.Path}': {f.Reason} {f.Remedy}"))}");
    }

    /// <summary>Measures motion in windows that are nearly chosen.</summary>
    /// <returns>The clips, with what was measured added.</returns>
    public async Task<IReadOnlyList<ClipMaterial>> LookCloserAsync(
        IReadOnlyList<ClipMaterial> clips, IReadOnlyList<ShortlistedWindow> windows, CancellationToken cancellationToken)
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("measure motion", "windows");
        Dictionary<string, List<(MediaTime Start, MediaTime End)>> byClip = windows
            .GroupBy(w => w.Clip)
            .ToDictionary(g => g.Key, g => Disjoint(g.Select(w => (w.Start, w.End))));
        ClipMaterial[] measured = [.. clips];
        int done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, clips.Count).Where(i => byClip.ContainsKey(clips[i].Id)).OrderByDescending(i => byClip[clips[i].Id].Count).ThenBy(i => i),
            new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
            async (i, ct) =>
            {
                measured[i] = await MeasureAsync(clips[i], byClip[clips[i].Id], phase, ct).ConfigureAwait(false);
                context.Progress.Report(new JobProgress("Measuring motion", Interlocked.Increment(ref done), byClip.Count));
            }).ConfigureAwait(false);
        return measured;
    }

    private async Task<ClipMaterial?> TryLookAsync(string id, string path, RunRecorder.Phase phase, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAtAsync(id, path, phase, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            context.Recorder.PutAside(path, e.Reason, e.Remedy);
        }
        catch (FFmpegMissingException)
        {
            throw;
        }
        catch (MontageException e)
        {
            context.Recorder.PutAside(path, $"cannot be analysed: {e.Message}", "Check that it plays elsewhere.");
        }

        return null;
    }

    private async Task<ClipMaterial> LookAtAsync(string id, string path, RunRecorder.Phase phase, CancellationToken cancellationToken)
    {
        (SourceFile file, MediaInfo info) = await _files.TakeInAsync(path, cancellationToken).ConfigureAwait(false);
        VideoStreamInfo video = ClipFitness.Require(info);
        ContentKey key = ContentKey.For("clip-planning", ClipAnalyzer.Algorithm)
            .With("source", file.Fingerprint).With("stream", video.Index).With("tool", context.ToolVersion).Build();
        bool made = false;
        ClipAnalysis analysis = await context.Store.Results.GetOrAddAsync(
            key,
            StoreJson.Default.ClipAnalysis,
            async ct =>
            {
                made = true;
                using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                RangedFrames frames = new(new FFmpegClipFrames(context.Tools, info, video), context.Budget);
                return await _analyzer.ScanAsync(frames, s_scan, ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        phase.Count(1, made ? 0 : 1);
        return new ClipMaterial { Id = id, File = file, Info = info, Analysis = analysis };
    }

    private async Task<ClipMaterial> MeasureAsync(
        ClipMaterial clip, List<(MediaTime Start, MediaTime End)> windows, RunRecorder.Phase phase, CancellationToken cancellationToken)
    {
        VideoStreamInfo video = clip.Info.MainVideo!;
        ContentKey key = ContentKey.For("motion", ClipAnalyzer.Algorithm)
            .With("source", clip.File.Fingerprint).With("stream", video.Index).With("tool", context.ToolVersion)
            .With("windows", [.. windows.Select(w => $"{w.Start} {w.End}")])
            .Build();
        bool made = false;
        try
        {
            ClipAnalysis analysis = await context.Store.Results.GetOrAddAsync(
                key,
                StoreJson.Default.ClipAnalysis,
                async ct =>
                {
                    made = true;
                    using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                    return await _analyzer.MeasureAsync(new FFmpegClipFrames(context.Tools, clip.Info, video), clip.Analysis, windows, decoderThreads: 1, ct).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            phase.Count(windows.Count, made ? 0 : windows.Count);
            return clip with { Analysis = analysis };
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.Degrade($"motion in '{clip.File.Path}' was not measured", e.Message, "Its shots were chosen by their key frames alone.");
            return clip;
        }
    }

    private static IEnumerable<int> LargestFirst(IReadOnlyList<string> paths) => Enumerable.Range(0, paths.Count)
        .Select(i => (Index: i, Size: new FileInfo(paths[i]) is { Exists: true } file ? file.Length : 0))
        .OrderByDescending(p => p.Size).ThenBy(p => p.Index).Select(p => p.Index);

    // Candidates for different slots may overlap; each picture is decoded once.
    private static List<(MediaTime Start, MediaTime End)> Disjoint(IEnumerable<(MediaTime Start, MediaTime End)> windows)
    {
        List<(MediaTime Start, MediaTime End)> disjoint = [];
        foreach ((MediaTime start, MediaTime end) in windows.OrderBy(w => w.Start.Ticks).ThenBy(w => w.End.Ticks))
        {
            if (disjoint.Count > 0 && start.Ticks < disjoint[^1].End.Ticks)
            {
                disjoint[^1] = (disjoint[^1].Start, end.Ticks > disjoint[^1].End.Ticks ? end : disjoint[^1].End);
            }
            else
            {
                disjoint.Add((start, end));
            }
        }

        return disjoint;
    }

    // The same recording twice would put the same picture on the screen twice.
    private ClipMaterial[] DropCopies(IEnumerable<ClipMaterial> clips)
    {
        List<ClipMaterial> kept = [];
        Dictionary<string, string> seen = [];
        foreach (ClipMaterial clip in clips)
        {
            if (seen.TryAdd(clip.File.Fingerprint, clip.File.Path))
            {
                kept.Add(clip);
            }
            else
            {
                context.Recorder.PutAside(clip.File.Path, $"is a copy of '{seen[clip.File.Fingerprint]}'.", "Nothing needs to be done.");
            }
        }

        return [.. kept];
    }
}
