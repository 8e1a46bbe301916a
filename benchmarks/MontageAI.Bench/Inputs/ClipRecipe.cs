namespace MontageAI.Bench.Inputs;

/// <summary>How one benchmark clip is made from a real one.</summary>
/// <param name="Source">File below the media folder.</param>
/// <param name="Seconds">Length; shorter sources are looped.</param>
/// <param name="Camera">How it is encoded.</param>
/// <param name="Portrait">1080x1920 instead of 1920x1080.</param>
internal sealed record ClipRecipe(string Source, int Seconds, CameraKind Camera, bool Portrait = false);

/// <summary>Encodings that footage comes in.</summary>
internal enum CameraKind
{
    /// <summary>x264 defaults: long GOP, key frames at scene changes, B-frames. Edited films and downloads.</summary>
    Edited,

    /// <summary>One key frame a second at a fixed distance, no B-frames. Phones and action cameras.</summary>
    Phone,

    /// <summary>One key frame every two seconds, B-frames. Mirrorless cameras.</summary>
    Mirrorless,

    /// <summary>HEVC with one key frame a second.</summary>
    PhoneHevc,
}
