using MontageAI.Editing.Materials;
using MontageAI.Engine.Jobs;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Proxies;

/// <summary>
/// Makes the proxies of a montage's footage after it was shown, so that the next plan of the same clips can be watched at once. Goes after
/// everything else (<see cref="Resources.Urgency.Background"/>), only as far as the store has room, and leaves finished ones when it is
/// stopped. Nothing that is decided about a montage depends on it.
/// </summary>
internal sealed class ProxyFollowUp(JobContext context)
{
    // A proxy takes 18.4 MB per minute of 640x360 at 30 frames a second (decision 17).
    private const double BytesPerPixel = 18.4e6 / (60 * 30 * 640 * 360.0);

    /// <summary>Makes those that are missing and fit: first those of the clips that were shown, in that order.</summary>
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

        ArtifactStatistics store = await context.Store.Artifacts.StatisticsAsync(cancellationToken).ConfigureAwait(false);
        double room = store.BudgetBytes - store.Bytes;
        Dictionary<string, int> first = [];
        foreach (TimelineShot shot in shown.Shots)
        {
            first.TryAdd(shot.Source, first.Count);
        }

        List<ClipMaterial> chosen = [];
        foreach (ClipMaterial clip in clips.OrderBy(c => first.GetValueOrDefault(c.Id, int.MaxValue)))
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

        return await new ProxyStage(context).MakeAsync(chosen, format, cancellationToken).ConfigureAwait(false);
    }

    private static double BytesOf(ClipMaterial clip, FilmFormat format) =>
        Math.Max(0, clip.Analysis.End.Seconds - clip.Analysis.FirstFrame.Seconds)
        * (clip.Info.MainVideo?.AverageRate?.Value ?? format.Rate.Value)
        * format.Canvas.Width
        * format.Canvas.Height
        * BytesPerPixel;
}
