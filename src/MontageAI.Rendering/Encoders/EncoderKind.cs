namespace MontageAI.Rendering.Encoders;

/// <summary>What encodes pictures.</summary>
public enum EncoderKind
{
    /// <summary>x264, on the processor.</summary>
    Software,

    /// <summary>NVIDIA's encoder.</summary>
    Nvenc,

    /// <summary>Intel's encoder through Quick Sync Video.</summary>
    Qsv,

    /// <summary>Intel's or AMD's encoder through the Video Acceleration API (Linux).</summary>
    Vaapi,

    /// <summary>Apple's encoder.</summary>
    VideoToolbox,

    /// <summary>AMD's encoder through its Advanced Media Framework.</summary>
    Amf,
}
