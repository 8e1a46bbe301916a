namespace MontageAI.Rendering.Decoders;

/// <summary>What decodes pictures of sources. Intel's decoder is reached through VA-API or Direct3D.</summary>
public enum DecoderKind
{
    /// <summary>FFmpeg's own decoders, on the processor.</summary>
    Software,

    /// <summary>NVIDIA's decoder.</summary>
    Cuda,

    /// <summary>Intel's or AMD's decoder through the Video Acceleration API (Linux).</summary>
    Vaapi,

    /// <summary>Apple's decoder.</summary>
    VideoToolbox,

    /// <summary>Any decoder through Direct3D 11 (Windows).</summary>
    D3d11va,
}
