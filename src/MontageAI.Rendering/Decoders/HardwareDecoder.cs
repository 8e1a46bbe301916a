using MontageAI.Media;

namespace MontageAI.Rendering.Decoders;

/// <summary>A hardware decoder and the kinds of stream for which it has passed its trial.</summary>
/// <param name="Kind">The way to use it.</param>
/// <param name="Device">Render node or number of a GPU; null takes the first.</param>
/// <param name="Identity">Hardware and driver as far as the system tells.</param>
public sealed record HardwareDecoder(DecoderKind Kind, string? Device, string Identity)
{
    /// <summary>Streams that it decodes, as <see cref="StreamKind"/> names them.</summary>
    public IReadOnlySet<string> Streams { get; init; } = new HashSet<string>();

    /// <summary>For people: the kind, and the device where one is named.</summary>
    public string Label => Kind.ToString().ToLowerInvariant() + (Device is null ? "" : ":" + Device);

    /// <summary>What hardware decoders tell streams apart by: codec, pixel format and size.</summary>
    public static string StreamKind(VideoStreamInfo video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return FormattableString.Invariant($"{video.Codec} {video.PixelFormat} {video.Width}x{video.Height}");
    }

    /// <summary>Whether it is to decode a stream.</summary>
    internal bool Covers(VideoStreamInfo video) => Streams.Contains(StreamKind(video));

    /// <summary>Options before an input; the pictures come back to memory for our filters.</summary>
    internal IReadOnlyList<string> Arguments =>
        Device is null ? ["-hwaccel", FFmpegName] : ["-hwaccel", FFmpegName, "-hwaccel_device", Device];

    /// <summary>Options before an input of a trial, where pictures stay on the device unless they are fetched: FFmpeg then cannot silently
    /// decode on the processor.</summary>
    internal IReadOnlyList<string> TrialArguments =>
        [
            .. Arguments,
            "-hwaccel_output_format",
            Kind switch
            {
                DecoderKind.VideoToolbox => "videotoolbox_vld",
                DecoderKind.D3d11va => "d3d11",
                _ => FFmpegName,
            },
        ];

    private string FFmpegName => Kind.ToString().ToLowerInvariant();
}
