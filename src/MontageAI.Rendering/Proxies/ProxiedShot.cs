using MontageAI.Containers.Joining;
using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Proxies;

/// <summary>
/// Brings a shot to its proxies: the same frames, cuts, look, moves, transitions and text, drawn from the small pictures of the proxies
/// instead of those of the sources. Output frame k shows the same source frame as in the shot rendered from its source, since the
/// pictures carry the times of the source and go through the same filters.
/// </summary>
/// <param name="format">The preview's look, that of the proxies.</param>
/// <param name="proxyOf">Finds the proxy of a source by its fingerprint and stream; null where there is none.</param>
/// <param name="newFile">Names a file for pictures that are copied out of a proxy; what becomes of it is the caller's affair.</param>
public sealed class ProxiedShot(FilmFormat format, Func<string, VideoStreamInfo, Task<ProxyIndex?>> proxyOf, Func<string> newFile)
{
    /// <summary>Raised whenever a shot drawn from the same proxies comes out differently while its recipe stays.</summary>
    internal const int AlgorithmVersion = 2;

    /// <summary>The recipe of a shot that is drawn from proxies; never that of a shot drawn from sources.</summary>
    /// <param name="job">The shot, as it is rendered from its source.</param>
    /// <param name="fingerprint">Content fingerprint of the source.</param>
    public string Recipe(ShotRequest job, string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(job);
        IEnumerable<string> proxies = new[] { (Fingerprint: fingerprint, job.Video) }
            .Concat(Beside(job).Select(n => (n.Fingerprint, n.Video)))
            .Select(s => ProxyRecipe.Of(s.Video, format, s.Fingerprint));
        return $"from proxies {AlgorithmVersion}\n{string.Concat(proxies)}{ShotRecipe.Of(job, format, fingerprint)}";
    }

    /// <summary>The shot as it is rendered from its proxies.</summary>
    /// <param name="job">The shot, as it is rendered from its source.</param>
    /// <param name="fingerprint">Content fingerprint of the source.</param>
    /// <param name="output">Where the rendered shot goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The shot and the files that were made for it; null where a proxy is missing or does not hold what is shown.</returns>
    public async Task<(ShotRequest Job, IReadOnlyList<string> Files)?> TryBuildAsync(
        ShotRequest job,
        string fingerprint,
        string output,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(job);
        List<string> files = [];
        ShotNeighbour self = new(job.SourcePath, job.Container, fingerprint, job.Video, job.Shot) { IsStill = job.IsStill };
        ShotFeed? before = ShotFeed.Before(job),
            after = ShotFeed.After(job);
        ShotNeighbour? own = await CutAsync(self, ShotFeed.Own(job), files, cancellationToken).ConfigureAwait(false);
        ShotNeighbour? first = before is null ? null : await CutAsync(job.Before!, before, files, cancellationToken).ConfigureAwait(false);
        ShotNeighbour? second = after is null ? null : await CutAsync(job.After!, after, files, cancellationToken).ConfigureAwait(false);
        if (own is null || (before is not null && first is null) || (after is not null && second is null))
        {
            files.ForEach(File.Delete);
            return null;
        }

        return (
            job with
            {
                SourcePath = own.SourcePath,
                Video = own.Video,
                Shot = own.Shot,
                Clock = own.Clock,
                Before = first,
                After = second,
                OutputPath = output,
            },
            files
        );
    }

    private static IEnumerable<ShotNeighbour> Beside(ShotRequest job) =>
        new[] { ShotFeed.Before(job) is null ? null : job.Before, ShotFeed.After(job) is null ? null : job.After }.OfType<ShotNeighbour>();

    private async Task<ShotNeighbour?> CutAsync(ShotNeighbour shot, ShotFeed feed, List<string> files, CancellationToken cancellationToken)
    {
        if (
            await proxyOf(shot.Fingerprint, shot.Video).ConfigureAwait(false) is not { } proxy
            || proxy.TimeBase != shot.Video.TimeBase
            || proxy.TimeBase.Denominator > uint.MaxValue
            || ProxyView.Of(feed, format) is not { } view
        )
        {
            return null;
        }

        double start = feed.StartSeconds(format.Rate),
            end = shot.Shot.In.Seconds + ShotClock.SourceSeconds(shot.Shot, format.Rate, feed.To);
        (int first, long[] ticks) = feed.IsStill ? (0, [1]) : proxy.Around(Math.Min(start, end), Math.Max(start, end));
        if (Array.Exists(ticks, t => t < 1 || t > uint.MaxValue / Math.Max(1, proxy.TimeBase.Numerator)))
        {
            return null;
        }

        string file = newFile();
        files.Add(file);
        await PictureCut.WriteAsync(proxy.Path, first, ticks, proxy.TimeBase, file, cancellationToken).ConfigureAwait(false);
        return shot with
        {
            SourcePath = file,
            Video = view.Video,
            Shot = shot.Shot with { Camera = view.Camera },
            Clock = new ProxyClock(proxy.TimeBase, proxy.TimeOf(first).Ticks, view.Part),
        };
    }
}
