using MontageAI.Editing.Materials;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Resources;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>What is done after a preview, when nobody waits.</summary>
internal sealed record FollowUpRequest : JobRequest<int>
{
    /// <inheritdoc/>
    public override string Kind => "proxies";

    /// <inheritdoc/>
    public override int Niceness => JobOptions.BackgroundNiceness;

    /// <summary>Paths of the clips.</summary>
    public required IReadOnlyList<string> Clips { get; init; }

    /// <summary>The montage that was shown.</summary>
    public required Timeline Shown { get; init; }

    /// <summary>The look of its preview.</summary>
    public required FilmFormat Format { get; init; }

    /// <summary>Does it.</summary>
    /// <returns>Clips that have a proxy now.</returns>
    protected internal override async Task<int> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<ClipMaterial> clips = await new ClipIntake(context)
            .LookAsync(ClipFile.Name(Clips), Urgency.Background, begin: false, cancellationToken)
            .ConfigureAwait(false);
        return (await new FollowUp(context).MakeAsync(clips, Shown, Format, cancellationToken).ConfigureAwait(false)).Count;
    }
}

/// <summary>
/// Makes what later previews of a montage's footage profit from: the proxies of its clips, so that the next plan of them can be watched at
/// once, and the song alone where their own sound was mixed into it, so that the next one has something to be heard at once. Only as far as
/// the store has room; leaves what is finished when it is stopped. Nothing that is decided about a montage depends on it.
/// </summary>
internal sealed class FollowUp(JobContext context)
{
    // A proxy takes 18.4 MB per minute of 640x360 at 30 frames a second (decision 17).
    private const double BytesPerPixel = 18.4e6 / (60 * 30 * 640 * 360.0);

    /// <summary>Makes what is missing and fits: of proxies first those of the clips that were shown, in that order.</summary>
    /// <param name="clips">All clips of the montage.</param>
    /// <param name="shown">The montage.</param>
    /// <param name="format">The look of its preview.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The proxies that are there now.</returns>
    public async Task<IReadOnlyList<ClipProxy>> MakeAsync(
        IReadOnlyList<ClipMaterial> clips,
        Timeline shown,
        FilmFormat format,
        CancellationToken cancellationToken
    )
    {
        if (!ProxyShots.Serve(format))
        {
            return [];
        }

        using (IArtifactLease lease = context.Store.Artifacts.BeginJob())
        {
            await new SoundStage(context, lease).KeepSongAsync(shown, format.Profile, cancellationToken).ConfigureAwait(false);
        }

        ArtifactStatistics store = await context.Store.Artifacts.StatisticsAsync(cancellationToken).ConfigureAwait(false);
        double room = store.BudgetBytes - store.Bytes;
        Dictionary<string, string> fingerprints = shown.Sources.ToDictionary(s => s.Id, s => s.Fingerprint);
        Dictionary<string, int> first = [];
        foreach (TimelineShot shot in shown.Shots)
        {
            first.TryAdd(fingerprints[shot.Source], first.Count);
        }

        List<ClipMaterial> chosen = [];
        foreach (ClipMaterial clip in clips.OrderBy(c => first.GetValueOrDefault(c.File.Fingerprint, int.MaxValue)))
        {
            double bytes = BytesOf(clip, format);
            if (bytes <= room)
            {
                room -= bytes;
                chosen.Add(clip);
            }
        }

        if (chosen.Count < clips.Count)
        {
            context.Recorder.Degrade(
                $"{clips.Count - chosen.Count} of {clips.Count} clips get no proxies",
                "the store has no room for them",
                "Their shots are shown when they are rendered."
            );
        }

        return await new ProxyStage(context).MakeAsync(chosen, format, cancellationToken, inOrder: true).ConfigureAwait(false);
    }

    private static double BytesOf(ClipMaterial clip, FilmFormat format) =>
        Math.Max(0, clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds)
        * (clip.Info.MainVideo?.AverageRate?.Value ?? format.Rate.Value)
        * format.Canvas.Width
        * format.Canvas.Height
        * BytesPerPixel;
}
