using MontageAI.Errors;
using MontageAI.Rendering.Encoders;

namespace MontageAI.Rendering.Hardware;

/// <summary>
/// What came of trying a hardware encoder: some frames of a detailed moving picture were rendered as a shot is, by it and by x264, decoded
/// and compared with what went in. A name in a list says nothing about this machine.
/// </summary>
/// <param name="Encoder">The encoder; where it works, with the quality and the decoder set-up that were found.</param>
/// <param name="Problem">Why it is not to be used, no sentence; null when it is good.</param>
public sealed record EncoderTrial(VideoEncoder Encoder, string? Problem)
{
    /// <summary>Structural similarity (Wang 2004, FFmpeg's ssim filter, all planes, mean) may be lower than x264's by this much.</summary>
    internal const double LargestSsimLoss = 0.01;

    /// <summary>Files may be larger than x264's by this factor.</summary>
    internal const double LargestGrowth = 1.6;

    /// <summary>Whether it may be used.</summary>
    public bool Works => Problem is null;

    /// <summary>Similarity of what it encoded to the source, 0 to 1; null when it encoded nothing.</summary>
    public double? Ssim { get; init; }

    /// <summary>The same of x264 with the profile's settings.</summary>
    public double? SoftwareSsim { get; init; }

    /// <summary>Bytes of its pictures divided by x264's.</summary>
    public double? Growth { get; init; }

    /// <summary>Frames per second of a run with it, starting and decoding included.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>The same with x264 on one thread.</summary>
    public double? SoftwareFramesPerSecond { get; init; }

    /// <summary>What can be done about <see cref="Problem"/>, a sentence; null when it works.</summary>
    public Phrase? Remedy => Problem is null ? null : EncoderRemedy.For(Encoder.Kind, Problem);
}
