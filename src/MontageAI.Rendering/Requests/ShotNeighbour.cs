using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Requests;

/// <summary>The shot before or after one that is rendered, where a transition shows both.</summary>
/// <param name="SourcePath">Full path of its source.</param>
/// <param name="Container">FFmpeg's name of the source's container format, as probed.</param>
/// <param name="Fingerprint">Content fingerprint of the source.</param>
/// <param name="Video">The stream to show.</param>
/// <param name="Shot">What it shows.</param>
public sealed record ShotNeighbour(string SourcePath, string? Container, string Fingerprint, VideoStreamInfo Video, TimelineShot Shot)
{
    /// <summary>The montage's look as far as it is for this shot; null for none.</summary>
    public PictureLook? Look { get; init; }

    /// <summary>Whether the source is a photograph.</summary>
    public bool IsStill { get; init; }

    /// <summary>As in <see cref="ShotRequest.Clock"/>.</summary>
    internal ProxyClock? Clock { get; init; }
}
