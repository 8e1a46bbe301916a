using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>What is to be rendered for the shots of plans, and where the store has what was rendered. Safe for threads but for
/// <see cref="OrderOfAsync"/>.</summary>
/// <param name="context">What stages work with.</param>
/// <param name="lease">Keeps the files while they are needed.</param>
internal sealed class ShotShelf(JobContext context, IArtifactLease lease)
{
    private readonly TextScripts _text = new(context);
    private readonly SteadySources _steady = new(context);

    /// <summary>What is to be rendered for a settled shot.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="settled">Number of its shots that will not change any more.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="index">Number of the shot.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ShotOrder> OrderOfAsync(
        Timeline plan,
        int settled,
        IReadOnlyDictionary<string, MediaInfo> media,
        int index,
        FilmFormat format,
        CancellationToken cancellationToken
    )
    {
        ShotRequests jobs = new(plan, settled, media);
        TimelineShot shot = plan.Shots[index];
        TimelineSource source = jobs.SourceOf(shot);
        string? text = await _text.ForAsync(plan, shot.Record, cancellationToken).ConfigureAwait(false);
        ShotRequest job = jobs.JobOf(index, lease.NewFile(".mp4"), text);
        ContentKey key = ShotOrder.KeyOf(context, job, format, source);
        ContentKey substitute = format.Encoder.IsSoftware
            ? key
            : ShotOrder.KeyOf(context, job, format with { Encoder = format.Encoder.Substitute }, source);
        return new ShotOrder(job, key, substitute, source.Fingerprint)
        {
            HasOneShape = source.Shapes is null,
            Plan = plan,
            Settled = settled,
        };
    }

    /// <summary>The file of a shot that was rendered before, or null.</summary>
    public async Task<string?> FindAsync(ShotOrder order, CancellationToken cancellationToken)
    {
        string? path = await context.Store.Artifacts.TryGetAsync(order.Key, lease, cancellationToken).ConfigureAwait(false);
        return path is null && order.Substitute != order.Key
            ? await context.Store.Artifacts.TryGetAsync(order.Substitute, lease, cancellationToken).ConfigureAwait(false)
            : path;
    }

    /// <summary>Puts a rendered shot into the store.</summary>
    /// <returns>Its file there.</returns>
    /// <exception cref="ShotRenderException">A file that it shows is no longer what was planned with, so these may be other
    /// pictures.</exception>
    public async Task<string> KeepAsync(ShotOrder order, RenderedShot shot, FilmFormat format)
    {
        ShotRequest job = order.Job;
        IEnumerable<(string Path, string Fingerprint)> shown =
        [
            (job.SourcePath, order.Fingerprint),
            .. new[] { job.Before, job.After }.OfType<ShotNeighbour>().Select(n => (n.SourcePath, n.Fingerprint)),
        ];
        foreach ((string path, string fingerprint) in shown)
        {
            if (!await _steady.IsAsync(path, fingerprint, CancellationToken.None).ConfigureAwait(false))
            {
                throw new ShotRenderException(
                    job,
                    $"'{path}' was changed while the film was made.",
                    "Wait until it is copied or recorded, then plan again.",
                    code: ErrorCode.SourceChanged
                );
            }
        }

        return await context
            .Store.Artifacts.AddAsync(
                shot.Encoder == format.Encoder ? order.Key : order.Substitute,
                shot.Path,
                lease,
                CancellationToken.None
            )
            .ConfigureAwait(false);
    }
}
