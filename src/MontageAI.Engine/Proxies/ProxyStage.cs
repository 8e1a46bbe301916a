using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Editing;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Sprites;
using MontageAI.Results;
using MontageAI.Stores;
using MontageAI.Time;

namespace MontageAI.Engine.Proxies;

/// <summary>
/// Proxies of clips: finds those that the store has, and makes the others, one decode per clip, from which the exact shots and the sprite
/// sheets come too where they are missing. What is decided about a montage never depends on whether a proxy is there.
/// </summary>
internal sealed class ProxyStage(JobContext context)
{
    private const int MostWindows = 200;

    private readonly ClipAnalyzer _analyzer = new();
    private readonly ProxyRenderer _renderer = new(context.Tools);
    private readonly SpriteStage _sprites = new(context);

    /// <summary>The proxy of a source, where the store has it. Starts no process and decodes nothing.</summary>
    /// <param name="fingerprint">The source's content fingerprint.</param>
    /// <param name="video">Its stream.</param>
    /// <param name="format">The preview's look.</param>
    /// <param name="lease">Holds the file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ProxyIndex?> TryGetAsync(
        string fingerprint,
        VideoStreamInfo video,
        FilmFormat format,
        IArtifactLease lease,
        CancellationToken cancellationToken
    )
    {
        ContentKey key = KeyOf(fingerprint, video, format);
        if (await context.Store.Artifacts.TryGetAsync(key, lease, cancellationToken).ConfigureAwait(false) is not { } path)
        {
            return null;
        }

        try
        {
            ProxyIndex index = await ProxyIndex.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            Mp4File file = await Mp4File.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            return
                file.Video is { } track
                && track.Count == index.Count
                && track.DataEnd <= file.FileSize
                && track.Width == format.Canvas.Width
                && track.Height == format.Canvas.Height
                ? index
                : throw new InvalidDataException("its tables are not those of a proxy of this size.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            context.Recorder.Degrade(
                "a proxy is not used",
                $"'{path}' cannot be read: {e.Message}",
                "Its shots are rendered from the clip itself."
            );
            await context.Store.Artifacts.DropAsync(key, path, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>
    /// Makes the proxies that are missing, several at once, the largest file first unless they are wanted in order. A clip that cannot have
    /// one is set aside, and the others go on. Each takes one of the budget's slots while it is made; finished ones stay when the rest is
    /// cancelled.
    /// </summary>
    /// <param name="clips">The clips.</param>
    /// <param name="format">The previews' look.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="inOrder">Whether the first come first: who may be stopped has made what is most wanted.</param>
    /// <returns>One per clip that has a proxy now, in the order of <paramref name="clips"/>.</returns>
    public async Task<IReadOnlyList<ClipProxy>> MakeAsync(
        IReadOnlyList<ClipMaterial> clips,
        FilmFormat format,
        CancellationToken cancellationToken,
        bool inOrder = false
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("make proxies", "frames");
        using IArtifactLease lease = context.Store.Artifacts.BeginJob();
        ClipProxy?[] made = new ClipProxy?[clips.Count];
        long done = 0,
            total = clips.Sum(Weight);
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, clips.Count).OrderByDescending(i => inOrder ? 0 : clips[i].File.SizeBytes).ThenBy(i => i),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (i, ct) =>
                {
                    made[i] = await TryMakeAsync(clips[i], format, lease, clips.Count == 1 ? context.Budget.ThreadsWhenAlone : 1, ct)
                        .ConfigureAwait(false);
                    phase.Count(made[i]?.Frames ?? 0, made[i] is { FromStore: true } found ? found.Frames : 0);
                    if (made[i] is { FromStore: false } proxy)
                    {
                        context.Recorder.Tell(new ProxyMade(proxy));
                    }

                    phase.Advance(Interlocked.Add(ref done, Weight(clips[i])), total);
                }
            )
            .ConfigureAwait(false);
        return [.. made.OfType<ClipProxy>()];
    }

    // Seconds of footage.
    private static long Weight(ClipMaterial clip) =>
        Math.Max(1, (long)Math.Round(clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds));

    private async Task<ClipProxy?> TryMakeAsync(
        ClipMaterial clip,
        FilmFormat format,
        IArtifactLease lease,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        try
        {
            VideoStreamInfo video = ClipFitness.Require(clip.Info);
            if (await TryGetAsync(clip.File.Fingerprint, video, format, lease, cancellationToken).ConfigureAwait(false) is { } index)
            {
                return Describe(clip, index.Count, index.Path, 0, fromStore: true, null);
            }

            using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, Urgency.Background).ConfigureAwait(false);
            return await MakeAsync(clip, video, format, lease, decoderThreads, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            context.Recorder.PutAside(clip.File.Path, e.Reason, e.Remedy);
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.PutAside(clip.File.Path, $"gets no proxy: {e.Message}", "Its shots are rendered from the clip itself.");
        }

        return null;
    }

    private async Task<ClipProxy> MakeAsync(
        ClipMaterial clip,
        VideoStreamInfo video,
        FilmFormat format,
        IArtifactLease lease,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        long began = Stopwatch.GetTimestamp();
        ContentKey exactKey = ClipStage.KeyOf(context, ClipStage.Exact, clip.File, video);
        bool knowsShots =
            await context.Store.Results.TryGetAsync(exactKey, StoreJson.ClipAnalysis, cancellationToken).ConfigureAwait(false) is not null;
        bool hasSprites =
            await _sprites.TryGetAsync(clip.File, clip.Info, video, lease, cancellationToken).ConfigureAwait(false) is not null;
        SpriteLayout layout = SpriteLayout.For(clip.Info, video, onlyKeyFrames: false);
        ProxyFileRequest job = new()
        {
            Source = clip.Info,
            Video = video,
            Format = format,
            OutputPath = lease.NewFile(".mp4"),
            Sprites = hasSprites ? null : new SpriteSheetRequest(layout, lease.NewFile(SpriteStage.Extension)),
            DecoderThreads = decoderThreads,
        };
        ClipAnalysis? shots = null;
        ProxyFile file = await _renderer
            .RenderAsync(
                job,
                knowsShots
                    ? null
                    : async (frames, ct) => shots = await _analyzer.DetectExactAsync(frames, decoderThreads, ct).ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        await new SteadySources(context).RequireAsync(clip.File, cancellationToken).ConfigureAwait(false);
        if (shots is not null)
        {
            await context.Store.Results.PutAsync(exactKey, shots, StoreJson.ClipAnalysis, cancellationToken).ConfigureAwait(false);
        }

        if (job.Sprites is { } sprites && file.Sprites is { } sheets)
        {
            await _sprites.KeepAsync(clip.File, video, sheets, sprites.OutputPath, lease, cancellationToken).ConfigureAwait(false);
        }

        await MeasureAheadAsync(clip, video, cancellationToken).ConfigureAwait(false);
        string path = await context
            .Store.Artifacts.AddAsync(KeyOf(clip.File.Fingerprint, video, format), file.Path, lease, cancellationToken)
            .ConfigureAwait(false);
        return Describe(clip, file.Frames, path, Stopwatch.GetElapsedTime(began).TotalSeconds, fromStore: false, file.Problem);
    }

    // What plans will ask for, so that a new plan has nothing to decode: shots start at key frames and where takes begin. At another size
    // and with other pixels than the exact shots are found by, hence a decode of its own, of a few frames at each place.
    private async Task MeasureAheadAsync(ClipMaterial clip, VideoStreamInfo video, CancellationToken cancellationToken)
    {
        WindowStore store = new(context, clip.File, video.Index, clip.Analysis);
        List<MediaRange> windows = [];
        foreach (MediaRange window in LikelyStarts(clip).Select(Planner.WindowAt))
        {
            if (
                (windows.Count == 0 || !windows[^1].Overlaps(window))
                && await store.TryGetAsync(window, cancellationToken).ConfigureAwait(false) is null
            )
            {
                windows.Add(window);
            }
        }

        // As many as there are places to start in one clip at most.
        int step = Math.Max(1, (windows.Count + MostWindows - 1) / MostWindows);
        (IReadOnlyList<MeasuredWindow> measured, _) = await _analyzer
            .MeasureWindowsAsync(
                new FFmpegClipFrames(context.Tools, clip.Info, video),
                clip.Analysis,
                [.. windows.Where((_, i) => i % step == 0)],
                decoderThreads: 1,
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (MeasuredWindow window in measured)
        {
            await store.PutAsync(window, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<MediaTime> LikelyStarts(ClipMaterial clip) =>
        clip
            .Analysis.KeyFrames.Select(k => k.Time)
            .Concat(clip.Analysis.Shots.Shots.Select(s => s.Start))
            .Concat(clip.Analysis.Rejected.Select(r => r.End))
            .Where(t => t.Ticks < clip.Analysis.End.Ticks)
            .Distinct()
            .OrderBy(t => t.Ticks);

    private static ClipProxy Describe(ClipMaterial clip, int frames, string path, double seconds, bool fromStore, string? problem) =>
        new(
            clip.File.Path,
            frames,
            new FileInfo(path).Length,
            Math.Round(clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds, 3),
            Math.Round(seconds, 3),
            fromStore,
            problem
        );

    private ContentKey KeyOf(string fingerprint, VideoStreamInfo video, FilmFormat format) =>
        ContentKey
            .For("proxy", context.Rungs, Rung.Proxies)
            .With("tool", context.ToolVersion.Rendering)
            .With("recipe", ProxyRecipe.Of(video, format, fingerprint))
            .Build();
}
