using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Detection;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Engine.Dispatching;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Looks at clips, several at once: every clip on the key-frame rung first, then only the windows that are nearly chosen on the motion
/// rung. A clip that cannot be used is set aside with its reason, and the others go on.
/// </summary>
internal sealed class ClipIntake(JobContext context)
{
    private readonly FileIntake _files = new(context);
    private readonly ClipBatches _batches = new(context);
    private readonly FaceFinding _faces = new(context);
    private readonly KnownFailures _failures = new(context);
    private readonly SteadySources _steady = new(context);
    private readonly ClipAnalyzer _analyzer = new();
    private readonly ClipScan _scan = new(context);

    /// <summary>Has clips looked at elsewhere; null where this machine does all of it.</summary>
    public ClipTasks? Elsewhere { get; init; }

    /// <summary>Whether this machine alone looks at the clips that come first: what is seen first comes soonest from the machine before
    /// which somebody sits.</summary>
    public bool BeginsHere { get; init; }

    /// <summary>Looks at the key frames of clips.</summary>
    /// <param name="files">The files.</param>
    /// <param name="urgency">Who else has to wait.</param>
    /// <param name="begin">True to look only at the first minute of long clips, which is enough to begin with.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Usable clips in the given order; the others were set aside.</returns>
    public async Task<IReadOnlyList<ClipMaterial>> LookAsync(
        IReadOnlyList<ClipFile> files,
        Urgency urgency,
        bool begin,
        CancellationToken cancellationToken
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin(begin ? "look at first clips" : "look at clips", "clips");
        ClipMaterial?[] found = new ClipMaterial?[files.Count];
        int done = 0;
        if (Elsewhere is { } elsewhere && !(begin && BeginsHere))
        {
            await Parallel
                .ForEachAsync(
                    Enumerable.Range(0, files.Count).OrderByDescending(i => files[i].Bytes).ThenBy(i => i),
                    new ParallelOptions { MaxDegreeOfParallelism = TaskTally.MostAhead, CancellationToken = cancellationToken },
                    async (i, ct) =>
                    {
                        using IDisposable turn = await elsewhere.EnterAsync(ct).ConfigureAwait(false);
                        await elsewhere
                            .LookAsync(
                                files[i],
                                begin,
                                urgency,
                                async isThere =>
                                    found[i] = await TryLookAsync(files[i], null, urgency, begin, phase, ct, isThere).ConfigureAwait(false),
                                ct
                            )
                            .ConfigureAwait(false);
                        phase.Advance(Interlocked.Increment(ref done), files.Count);
                    }
                )
                .ConfigureAwait(false);
            return [.. found.OfType<ClipMaterial>()];
        }

        // One queue, taken from by as many as there are cores: whoever is done takes the next clip. The largest file comes first, since
        // nobody knows its length yet, and whoever finds the queue empty helps with a long clip that is still being decoded. A few are
        // taken at once.
        await Parallel
            .ForEachAsync(
                _batches.Share([.. Enumerable.Range(0, files.Count).OrderByDescending(i => files[i].Bytes).ThenBy(i => i)]),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (batch, ct) =>
                {
                    IReadOnlyDictionary<int, IClipFrameSource> ahead = await ReadAheadAsync(files, batch, urgency, ct)
                        .ConfigureAwait(false);
                    foreach (int i in batch)
                    {
                        found[i] = await TryLookAsync(files[i], ahead.GetValueOrDefault(i), urgency, begin, phase, ct)
                            .ConfigureAwait(false);
                        phase.Advance(Interlocked.Increment(ref done), files.Count);
                    }
                }
            )
            .ConfigureAwait(false);
        return [.. found.OfType<ClipMaterial>()];
    }

    /// <summary>Measures motion in windows that are nearly chosen.</summary>
    /// <returns>The clips, with what was measured added.</returns>
    public async Task<IReadOnlyList<ClipMaterial>> LookCloserAsync(
        IReadOnlyList<ClipMaterial> clips,
        IReadOnlyList<ShortlistedWindow> windows,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("measure motion", "windows");
        // Nothing moves in a photograph, and there are no frames to measure that by.
        HashSet<string> photographs = [.. clips.Where(c => c.Info.IsStill).Select(c => c.Id)];
        // Candidates for different slots may overlap; each picture is decoded once.
        Dictionary<string, List<MediaRange>> byClip = windows
            .Where(w => !photographs.Contains(w.Clip))
            .GroupBy(w => w.Clip)
            .ToDictionary(g => g.Key, g => MediaRange.Union(g.Select(w => w.Range)));
        ClipMaterial[] measured = [.. clips];
        int done = 0;
        int[] queue =
        [
            .. Enumerable
                .Range(0, clips.Count)
                .Where(i => byClip.ContainsKey(clips[i].Id))
                .OrderByDescending(i => byClip[clips[i].Id].Count)
                .ThenBy(i => i),
        ];
        await Parallel
            .ForEachAsync(
                _batches.Share(queue, besideSound: urgency == Urgency.Opening),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (batch, ct) =>
                {
                    Unmeasured[] todo = new Unmeasured[batch.Length];
                    for (int b = 0; b < batch.Length; b++)
                    {
                        todo[b] = await UnmeasuredOfAsync(clips[batch[b]], byClip[clips[batch[b]].Id], ct).ConfigureAwait(false);
                    }

                    IReadOnlyList<IClipFrameSource> ahead = await _batches.ReadAsync(todo, urgency, ct).ConfigureAwait(false);
                    for (int b = 0; b < batch.Length; b++)
                    {
                        measured[batch[b]] = await MeasureAsync(todo[b], ahead[b], urgency, phase, ct).ConfigureAwait(false);
                        phase.Advance(Interlocked.Increment(ref done), byClip.Count);
                    }
                }
            )
            .ConfigureAwait(false);
        return measured;
    }

    // Short clips that nothing is known of yet.
    private async Task<IReadOnlyDictionary<int, IClipFrameSource>> ReadAheadAsync(
        IReadOnlyList<ClipFile> files,
        int[] batch,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        List<(int Number, MediaInfo Info)> unknown = [];
        foreach (int i in batch.Length > 1 ? batch : [])
        {
            try
            {
                (SourceFile file, MediaInfo info) = await _files.TakeInAsync(files[i].Path, cancellationToken).ConfigureAwait(false);
                ContentKey key = _scan.KeyOf(file, ClipFitness.Require(info, photographs: true), _faces.Detector, null);
                if (
                    info.DurationSeconds <= ClipScan.LongSeconds
                    && await context.Store.Results.TryGetAsync(key, StoreJson.ClipAnalysis, cancellationToken).ConfigureAwait(false) is null
                    && !await _failures.HasAsync(key, cancellationToken).ConfigureAwait(false)
                )
                {
                    unknown.Add((i, info));
                }
            }
            catch (MediaException)
            {
                // It is set aside, with the reason, when its turn comes.
            }
        }

        return await _batches.ReadAsync(unknown, urgency, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClipMaterial?> TryLookAsync(
        ClipFile file,
        IClipFrameSource? ahead,
        Urgency urgency,
        bool begin,
        RunRecorder.Phase phase,
        CancellationToken cancellationToken,
        bool isNew = false
    )
    {
        try
        {
            return await LookAtAsync(file, ahead, urgency, begin, phase, isNew, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            context.Recorder.PutAside(file.Path, e.Reason, e.Remedy);
        }
        catch (FFmpegMissingException)
        {
            throw;
        }
        catch (MontageException e)
        {
            context.Recorder.PutAside(file.Path, $"cannot be analysed: {e.Message}", "Check that it plays elsewhere.");
        }

        return null;
    }

    private async Task<ClipMaterial> LookAtAsync(
        ClipFile clip,
        IClipFrameSource? ahead,
        Urgency urgency,
        bool begin,
        RunRecorder.Phase phase,
        bool isNew,
        CancellationToken cancellationToken
    )
    {
        (SourceFile file, MediaInfo info) = await _files.TakeInAsync(clip.Path, cancellationToken).ConfigureAwait(false);
        VideoStreamInfo video = ClipFitness.Require(info, photographs: true);
        IFaceDetector? detector = _faces.Detector;
        double? seconds = ClipScan.SecondsOf(info, begin);
        ContentKey key = _scan.KeyOf(file, video, detector, seconds);
        bool made = isNew;
        ClipAnalysis analysis;
        try
        {
            analysis = await AnalysisAsync().ConfigureAwait(false);
        }
        catch (MontageException e) when (_faces.HasLost(e, detector))
        {
            return await LookAtAsync(clip, null, urgency, begin, phase, isNew, cancellationToken).ConfigureAwait(false);
        }

        phase.Count(1, made ? 0 : 1);
        context.Recorder.Tell(new ClipSeen(file.Path, info, analysis.Shots.Shots.Count));
        return new ClipMaterial
        {
            Id = clip.Id,
            File = file,
            Info = info,
            Analysis = info.IsStill ? Photograph.AsClip(analysis) : analysis,
        };

        async Task<ClipAnalysis> AnalysisAsync() =>
            await context
                .Store.Results.GetOrAddAsync(
                    key,
                    StoreJson.ClipAnalysis,
                    async ct =>
                    {
                        made = true;
                        await _failures.ThrowAsync(key, file.Path, ct).ConfigureAwait(false);
                        using IDisposable slot = await context.Budget.EnterAsync(ct, urgency).ConfigureAwait(false);
                        IClipFrameSource frames = ahead ?? new FFmpegClipFrames(context.Tools, info, video);
                        return await _failures
                            .TryAsync(key, file, () => _scan.MakeAsync(file, frames, detector, seconds, ct), ct)
                            .ConfigureAwait(false);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    private async Task<Unmeasured> UnmeasuredOfAsync(ClipMaterial clip, List<MediaRange> windows, CancellationToken cancellationToken)
    {
        WindowStore store = new(context, clip.File, clip.Info.MainVideo!.Index, clip.Analysis);
        IReadOnlyList<MediaRange> wanted = ClipAnalyzer.Unmeasured(clip.Analysis, windows);
        List<MeasuredWindow> known = [];
        foreach (MediaRange window in wanted)
        {
            if (await store.TryGetAsync(window, cancellationToken).ConfigureAwait(false) is { } before)
            {
                known.Add(before);
            }
        }

        return new Unmeasured(
            clip,
            windows.Count,
            store,
            known,
            [.. wanted.Where(w => !known.Exists(k => w == new MediaRange(k.Start, k.End)))]
        );
    }

    private async Task<ClipMaterial> MeasureAsync(
        Unmeasured todo,
        IClipFrameSource frames,
        Urgency urgency,
        RunRecorder.Phase phase,
        CancellationToken cancellationToken
    )
    {
        (ClipMaterial clip, int windows, WindowStore store, List<MeasuredWindow> known, List<MediaRange> missing) = todo;
        phase.Count(windows, windows - missing.Count);
        try
        {
            if (missing.Count > 0)
            {
                using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, urgency).ConfigureAwait(false);
                (IReadOnlyList<MeasuredWindow> measured, _) = await _analyzer
                    .MeasureWindowsAsync(frames, clip.Analysis, missing, decoderThreads: 1, cancellationToken)
                    .ConfigureAwait(false);
                await _steady.RequireAsync(clip.File, cancellationToken).ConfigureAwait(false);
                foreach (MeasuredWindow window in measured)
                {
                    await store.PutAsync(window, cancellationToken).ConfigureAwait(false);
                }

                known.AddRange(measured);
            }

            return clip with
            {
                Analysis = ClipAnalyzer.With(clip.Analysis, known),
            };
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.Degrade(
                $"motion in '{clip.File.Path}' was not measured",
                e.Sentence,
                "Its shots were chosen by their key frames alone."
            );
            return clip;
        }
    }
}
