using MontageAI.Rendering.Profiles;

namespace MontageAI.Rendering.Encoders;

/// <summary>
/// An H.264 encoder, as data. Hardware encoders come from a trial, which has found the quality that matches
/// software's on this machine and the decoder set-up with which its shots join.
/// </summary>
public sealed record VideoEncoder
{
    /// <summary>x264 as it was always used; needs no trial.</summary>
    public static VideoEncoder Software { get; } = new() { Kind = EncoderKind.Software };

    /// <summary>What it runs on.</summary>
    public required EncoderKind Kind { get; init; }

    /// <summary>Which of several: a render node (/dev/dri/renderD128) or the number of an NVIDIA GPU; null takes the first.</summary>
    public string? Device { get; init; }

    /// <summary>Hardware and driver as far as the system tells; part of the key of every shot, since another driver gives other
    /// bits.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Steps from the built-in mapping of x264's rate factor; positive is coarser and smaller. Found by the trial.</summary>
    public int Offset { get; init; }

    /// <summary>
    /// A decoder set-up (avcC, hexadecimal) with the parameter sets of the hardware and those of the software encoder that stands in for
    /// it, as the trial saw them. Shots with other sets are not accepted; shots with these join (see <see cref="SharedSetUp"/>).
    /// Empty for <see cref="Software"/>.
    /// </summary>
    public string Configuration { get; init; } = "";

    /// <summary>Whether this encoder is x264 standing in for hardware that failed: other parameter set numbers, and no B-frames.</summary>
    public bool StandsIn { get; init; }

    /// <summary>Whether it encodes on the processor.</summary>
    public bool IsSoftware => Kind == EncoderKind.Software;

    /// <summary>FFmpeg's name.</summary>
    public string FFmpegName =>
        Kind switch
        {
            EncoderKind.Nvenc => "h264_nvenc",
            EncoderKind.Qsv => "h264_qsv",
            EncoderKind.Vaapi => "h264_vaapi",
            EncoderKind.VideoToolbox => "h264_videotoolbox",
            EncoderKind.Amf => "h264_amf",
            _ => "libx264",
        };

    /// <summary>What people call the kind.</summary>
    public string Title =>
        Kind switch
        {
            EncoderKind.Nvenc => "NVIDIA NVENC",
            EncoderKind.Qsv => "Intel Quick Sync Video",
            EncoderKind.Vaapi => "VA-API",
            EncoderKind.VideoToolbox => "Apple VideoToolbox",
            EncoderKind.Amf => "AMD AMF",
            _ => "x264",
        };

    /// <summary>For people: the kind, and the device where one is named.</summary>
    public string Label => Kind.ToString().ToLowerInvariant() + (Device is null ? "" : ":" + Device);

    /// <summary>
    /// Streams that may be encoded at once; null for no known limit. NVIDIA's drivers for consumer cards refuse more than 3 (from
    /// 2023 on 5, from 2024 on 8), and other programs may use some.
    /// </summary>
    public int? MostSessions => Kind == EncoderKind.Nvenc ? 3 : null;

    /// <summary>The software encoder whose shots join with this one's.</summary>
    public VideoEncoder Substitute =>
        IsSoftware
            ? this
            : new VideoEncoder
            {
                Kind = EncoderKind.Software,
                StandsIn = true,
                Configuration = Configuration,
            };

    /// <summary>Options before the inputs that open the device.</summary>
    internal IReadOnlyList<string> DeviceArguments => HardwareArguments.Device(this);

    /// <summary>Filters, with a leading comma, that bring finished pictures to where the encoder wants them; or empty.</summary>
    internal string Upload => HardwareArguments.Upload(Kind);

    /// <summary>Encoder options, in pairs; they decide the bits of a shot.</summary>
    internal IReadOnlyList<string> Arguments(RenderProfile profile) =>
        IsSoftware ? profile.VideoArguments(StandsIn) : HardwareArguments.Encode(this, profile);
}
