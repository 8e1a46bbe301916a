using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>What a sequence parameter set says about the pictures that follow, in FFmpeg's words.</summary>
internal sealed record SequenceFacts
{
    /// <summary>Width in pixels after cropping.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels after cropping.</summary>
    public required int Height { get; init; }

    /// <summary>Chroma format: 0 none, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public required int ChromaFormat { get; init; }

    /// <summary>Bits per component.</summary>
    public required int BitDepth { get; init; }

    /// <summary>Whether the set says what the samples mean (range at least).</summary>
    public bool HasSignalType { get; init; }

    /// <summary>Whether samples use the full range; meaningful with <see cref="HasSignalType"/>.</summary>
    public bool FullRange { get; init; }

    /// <summary>Whether primaries, transfer and matrix are named.</summary>
    public bool HasColor { get; init; }

    /// <summary>Primaries, transfer and matrix; the range is not filled in.</summary>
    public ColorTags Color { get; init; } = new();

    /// <summary>Width of one pixel over its height; null where not told.</summary>
    public Rational? SampleAspect { get; init; }

    /// <summary>H.264: bits of a picture-timing message before its field that tells the field order; -1 where there is no such
    /// field.</summary>
    public int PictureStructureAt { get; init; } = -1;

    /// <summary>FFmpeg's pixel format for these samples, or null for kinds not handled here.</summary>
    /// <param name="full">Whether the range is full, as FFmpeg takes it.</param>
    /// <param name="jpegFormats">The chroma formats for which FFmpeg names a full-range 8-bit format on its own ("yuvj420p").</param>
    public string? PixelFormat(bool full, ReadOnlySpan<int> jpegFormats)
    {
        string? chroma = ChromaFormat switch
        {
            1 => "420",
            2 => "422",
            _ => null,
        };
        return (chroma, BitDepth) switch
        {
            (null, _) => null,
            (_, 8) => (full && jpegFormats.Contains(ChromaFormat) ? "yuvj" : "yuv") + chroma + "p",
            (_, 10 or 12) => $"yuv{chroma}p{BitDepth}le",
            _ => null,
        };
    }
}
