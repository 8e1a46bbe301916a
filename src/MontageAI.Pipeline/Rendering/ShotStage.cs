using System.Threading.Channels;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Rendering.Decoders;
using MontageAI.FFmpeg.Rendering.Encoders;
using MontageAI.FFmpeg.Rendering.Joining;
using MontageAI.FFmpeg.Rendering.Shots;
using MontageAI.Media;
using MontageAI.Pipeline.Encoders;
using MontageAI.Pipeline.Jobs;
using MontageAI.Pipeline.Reporting;
using MontageAI.Storage.Artifacts;
using MontageAI.Storage.Keys;
using MontageAI.Timelines;

namespace MontageAI.Pipeline.Rendering;

/// <summary>
/// Brings every shot of a timeline into being: what the store has is taken from there, the rest is rendered side by side, earliest
/// first, and kept. An edit therefore renders only what it touched, and a run that was killed goes on where it stopped.
/// </summary>
internal sealed class ShotStage(JobContext context, ArtifactLease lease)
{
    private const string ProgressPhase = "Rendering";

    /// <summary>Decodes the sources that it covers; null decodes on the processor. Changes nothing in the pictures.</summary>
    public HardwareDecoder? Decoder { get; init; }

    /// <summary>Makes all shots.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="media">Facts of each source by its id in the plan.</param>
    /// <param name="look">What decides the pixels.</param>
    /// <param name="openingShots">Number of shots at the start that <paramref name="onOpening"/> waits for.</param>
    /// <param name="onOpening">Called once, as soon as these are there, while the others are still being made.</param>
    /// <param name="cancellationToken">Stops the rendering; finished shots are kept.</param>
    /// <returns>Files in timeline order.</returns>
    /// <exception cref="MontageException">A shot cannot be rendered as planned.</exception>
    public async Task<IReadOnlyList<JoinPart>> MakeAsync(
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> media,
        ShotLook look,
        int openingShots,
        Func<IReadOnlyList<JoinPart>, Task> onOpening,
        CancellationToken cancellationToken)
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("render shots", "frames");
        Dictionary<string, TimelineSource> sources = timeline.Sources.ToDictionary(s => s.Id);
        JoinPart?[] parts = new JoinPart?[timeline.Shots.Count];
        Dictionary<int, (ContentKey Own, ContentKey Substitute)> missing = [];
        List<ShotJob> jobs = [];
        long cached = 0;
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            TimelineShot shot = timeline.Shots[i];
            TimelineSource source = sources[shot.Source];
            ShotJob job = new()
            {
                Index = i,
                SourcePath = media[shot.Source].Path,
                Container = media[shot.Source].Container,
                Video = media[shot.Source].Video.First(v => v.Index == source.VideoStream),
                Shot = shot,
                OutputPath = lease.NewFile(".mp4"),
            };
            ContentKey key = KeyOf(job, look, source);
            ContentKey substitute = KeyOf(job, look with { Encoder = look.Encoder.Substitute }, source);
            string? path = await context.Store.Artifacts.TryGetAsync(key, lease, cancellationToken).ConfigureAwait(false);
            if (path is null && substitute != key)
            {
                path = await context.Store.Artifacts.TryGetAsync(substitute, lease, cancellationToken).ConfigureAwait(false);
            }

            if (path is not null)
            {
                parts[i] = new JoinPart(path, shot.Record.Length);
                cached += shot.Record.Length;
            }
            else
            {
                missing.Add(i, (key, substitute));
                jobs.Add(job);
            }
        }

        context.Progress.Report(new JobProgress(ProgressPhase, cached, timeline.Frames));
        Opening opening = new(parts, openingShots, async shots => await onOpening(await JoinableAsync(shots, look, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false));
        await opening.OfferAsync().ConfigureAwait(false);
        if (jobs.Count > 0)
        {
            await RenderAsync(jobs, look, missing, parts, opening, cached, timeline.Frames, cancellationToken).ConfigureAwait(false);
        }

        phase.Count(timeline.Frames, cached);
        return await JoinableAsync(parts!, look, cancellationToken).ConfigureAwait(false);
    }

    // Only hardware that failed in the middle leaves shots that differ in their set-up.
    private async Task<IReadOnlyList<JoinPart>> JoinableAsync(IReadOnlyList<JoinPart> parts, ShotLook look, CancellationToken cancellationToken) =>
        look.Encoder.IsSoftware ? parts : await SharedSetUp.ApplyAsync(parts, () => lease.NewFile(".mp4"), cancellationToken).ConfigureAwait(false);

    private ContentKey KeyOf(ShotJob job, ShotLook look, TimelineSource source) =>
        ContentKey.For("shot", context.ToolVersion).With("recipe", ShotRecipe.Of(job, look, source.Fingerprint)).Build();

    private async Task RenderAsync(
        List<ShotJob> jobs, ShotLook look, Dictionary<int, (ContentKey Own, ContentKey Substitute)> keys, JoinPart?[] parts, Opening opening, long cached, long total, CancellationToken cancellationToken)
    {
        Channel<RenderedShot> finished = Channel.CreateBounded<RenderedShot>(new BoundedChannelOptions(jobs.Count) { SingleReader = true });
        HardwareFailures failures = new();
        int bySoftware = 0;
        ShotRenderer renderer = new(context.Tools, new ShotRenderResources { Workers = context.Budget.Renderers, Decoder = Decoder, OnEncoderFailure = failures.Add, OnDecoderFailure = failures.AddDecoder });
        Progress progress = new(frames => context.Progress.Report(new JobProgress(ProgressPhase, cached + frames, total)));

        async Task KeepAsync()
        {
            await foreach (RenderedShot shot in finished.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                bySoftware += shot.Encoder.StandsIn ? 1 : 0;
                ContentKey key = shot.Encoder == look.Encoder ? keys[shot.Index].Own : keys[shot.Index].Substitute;
                string path = await context.Store.Artifacts.AddAsync(key, shot.Path, lease, cancellationToken).ConfigureAwait(false);
                parts[shot.Index] = new JoinPart(path, shot.Frames);
                await opening.OfferAsync().ConfigureAwait(false);
            }
        }

        Task keeping = KeepAsync();
        await using GpuMeter? gpu = look.Encoder.IsSoftware && Decoder is null ? null : GpuMeter.Start();
        try
        {
            await renderer.RenderAsync(jobs, look, progress, shot => finished.Writer.TryWrite(shot), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // What was finished before a failure is kept all the same: the next run takes it from the store.
            finished.Writer.Complete();
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Recorder.GpuPercent = gpu?.MeanPercent;
            failures.Record(context.Recorder, look.Encoder, Decoder, bySoftware);
        }

        await keeping.ConfigureAwait(false);
    }

    private sealed class Opening(JoinPart?[] parts, int count, Func<IReadOnlyList<JoinPart>, Task> whenThere)
    {
        private bool _offered;

        public async Task OfferAsync()
        {
            if (_offered || parts.Take(count).Any(p => p is null))
            {
                return;
            }

            _offered = true;
            await whenThere([.. parts.Take(count).OfType<JoinPart>()]).ConfigureAwait(false);
        }
    }

    private sealed class Progress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
