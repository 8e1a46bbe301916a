using System.Collections.Concurrent;
using MontageAI.Containers.Joining;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Proxies;

/// <summary>
/// Takes shots of one rendering from proxies where the store has them: single pictures, copied, show the same frames as rendering would, in
/// a thousandth of the time. Starts no process and decodes nothing. Safe for threads.
/// </summary>
/// <param name="stage">Finds proxies.</param>
/// <param name="format">The rendering's look; proxies join with previews that software encodes, and with nothing else.</param>
/// <param name="lease">Holds the files.</param>
internal sealed class ProxyShots(ProxyStage stage, FilmFormat format, IArtifactLease lease)
{
    private readonly ConcurrentDictionary<(string Fingerprint, int Stream), Task<ProxyIndex?>> _found = new();

    /// <summary>Whether shots of a look can come from proxies at all.</summary>
    public static bool Serve(FilmFormat format) => format.Profile == RenderProfile.Preview && format.Encoder.IsSoftware;

    /// <summary>A source's proxy; null where there is none that this rendering can use. Each is looked for once.</summary>
    /// <param name="fingerprint">The source's content fingerprint.</param>
    /// <param name="video">Its stream.</param>
    public Task<ProxyIndex?> FindAsync(string fingerprint, VideoStreamInfo video) =>
        Serve(format)
            ? _found.GetOrAdd((fingerprint, video.Index), _ => stage.TryGetAsync(fingerprint, video, format, lease, CancellationToken.None))
            : Task.FromResult<ProxyIndex?>(null);

    /// <summary>A shot's pictures, ready to be joined; null where it must be rendered.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="fingerprint">Its source's content fingerprint.</param>
    /// <param name="video">Its source's stream.</param>
    public async Task<JoinPart?> TryTakeAsync(TimelineShot shot, string fingerprint, VideoStreamInfo video) =>
        await FindAsync(fingerprint, video).ConfigureAwait(false) is { } proxy && proxy.Pick(shot, video, format) is { } samples
            ? new JoinPart(proxy.Path, samples.Count, samples)
            : null;
}
