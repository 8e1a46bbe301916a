using System.Globalization;
using MontageAI.Rendering.Profiles;

namespace MontageAI.Rendering.Encoders;

/// <summary>
/// FFmpeg's options for each kind of hardware. All ask for the same stream: High profile, constant quality, one IDR picture at the
/// start and no other key frame, no B-frames (so that shots of any encoder have the same delay), BT.709 in limited range.
/// </summary>
internal static class HardwareArguments
{
    // Quick Sync counts the length of a group in 16 bits; 65535 frames are 18 minutes at 60/s. A longer shot is noticed by its second
    // key frame, and left to software.
    private const string Endless = "65535";

    /// <summary>Options that open the device, before the inputs.</summary>
    public static IReadOnlyList<string> Device(VideoEncoder encoder) =>
        encoder.Kind switch
        {
            EncoderKind.Vaapi =>
            [
                "-init_hw_device",
                encoder.Device is { } node ? $"vaapi=hw:{node}" : "vaapi=hw",
                "-filter_hw_device",
                "hw",
            ],
            EncoderKind.Qsv when encoder.Device is { } path =>
            [
                "-init_hw_device",
                $"vaapi=va:{path}",
                "-init_hw_device",
                "qsv=hw@va",
                "-filter_hw_device",
                "hw",
            ],
            EncoderKind.Qsv => ["-init_hw_device", "qsv=hw", "-filter_hw_device", "hw"],
            _ => [],
        };

    /// <summary>Filters that bring pictures to the device, with a leading comma; encoders without one take them from memory.</summary>
    public static string Upload(EncoderKind kind) =>
        kind switch
        {
            EncoderKind.Vaapi => ",format=nv12,hwupload",
            EncoderKind.Qsv => ",format=nv12,hwupload=extra_hw_frames=64",
            _ => "",
        };

    /// <summary>Options of the encoder, in pairs.</summary>
    public static IReadOnlyList<string> Encode(VideoEncoder encoder, RenderProfile profile) =>
        [
            "-c:v",
            encoder.FFmpegName,
            .. Own(encoder, profile),
            "-profile:v",
            "high",
            "-g",
            Endless,
            "-bf",
            "0",
            "-color_range",
            "tv",
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-flags:v",
            "+bitexact+cgop",
        ];

    // The quality numbers are starting points taken from each encoder's documentation; the trial moves them until they match x264.
    private static IReadOnlyList<string> Own(VideoEncoder encoder, RenderProfile profile)
    {
        int effort = RenderProfile.All.ToList().FindIndex(p => p.Name == profile.Name);
        effort = effort < 0 ? 1 : effort;
        int quantizer = Math.Clamp(profile.Crf + encoder.Offset, 1, 51);
        return encoder.Kind switch
        {
            EncoderKind.Nvenc =>
            [
                "-pix_fmt",
                "yuv420p",
                "-preset",
                Pick(effort, "p1", "p4", "p6", "p7"),
                "-tune",
                "hq",
                "-rc",
                "vbr",
                "-cq",
                Number(quantizer + 2),
                "-b:v",
                "0",
                "-rc-lookahead",
                "0",
                "-no-scenecut",
                "1",
                "-forced-idr",
                "1",
                "-spatial-aq",
                "1",
                "-gpu",
                encoder.Device ?? "0",
            ],
            EncoderKind.Qsv =>
            [
                "-preset",
                Pick(effort, "veryfast", "medium", "slow", "veryslow"),
                "-global_quality",
                Number(quantizer + 2),
                "-look_ahead",
                "0",
                "-adaptive_i",
                "0",
                "-adaptive_b",
                "0",
                "-forced_idr",
                "1",
                "-idr_interval",
                "0",
            ],
            EncoderKind.Vaapi => ["-rc_mode", "CQP", "-qp", Number(quantizer + 1), "-idr_interval", "0"],
            // 1 (worst) to 100; x264's 18 is near 68 there, and 26 near 53.
            EncoderKind.VideoToolbox =>
            [
                "-pix_fmt",
                "yuv420p",
                "-q:v",
                Number(Math.Clamp((int)Math.Round(100 - (1.8 * quantizer)), 1, 100)),
                "-allow_sw",
                "0",
            ],
            EncoderKind.Amf =>
            [
                "-pix_fmt",
                "yuv420p",
                "-usage",
                "transcoding",
                "-quality",
                Pick(effort, "speed", "balanced", "quality", "quality"),
                "-rc",
                "cqp",
                "-qp_i",
                Number(quantizer - 1),
                "-qp_p",
                Number(quantizer + 1),
            ],
            _ => throw new InvalidOperationException($"{encoder.Kind} is no hardware."),
        };
    }

    private static string Pick(int effort, params string[] presets) => presets[Math.Min(effort, presets.Length - 1)];

    private static string Number(int value) => Math.Clamp(value, 1, 100).ToString(CultureInfo.InvariantCulture);
}
