using MontageAI.Time;

namespace MontageAI.Media;

/// <summary>
/// A small picture for analysis: upright, square pixels, 8-bit 4:2:0 in limited range (black 16, white 235), rows packed
/// without padding. The pixels belong to the reader that made it and are overwritten by its next frame.
/// </summary>
public sealed class SmallFrame
{
    private readonly byte[] _pixels;

    /// <summary>Creates a black-level-undefined frame; its maker fills <see cref="Pixels"/>.</summary>
    /// <param name="width">Width in pixels, even, 2 or more.</param>
    /// <param name="height">Height in pixels, even, 2 or more.</param>
    public SmallFrame(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(width & 1, 0, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNotEqual(height & 1, 0, nameof(height));
        Width = width;
        Height = height;
        _pixels = new byte[width * height * 3 / 2];
    }

    /// <summary>Width of the luma plane; the chroma planes have half of it.</summary>
    public int Width { get; }

    /// <summary>Height of the luma plane; the chroma planes have half of it.</summary>
    public int Height { get; }

    /// <summary>Exact PTS on the stream's own clock.</summary>
    public MediaTime Time { get; set; }

    /// <summary>Index of the window that the frame belongs to; 0 where the request named no windows.</summary>
    public int Window { get; set; }

    /// <summary>Whether the picture has another size than its container states. It then keeps its own shape, on a black ground.</summary>
    public bool HasOtherShape { get; set; }

    /// <summary>All three planes in the order luma, blue-difference, red-difference, for the maker to fill.</summary>
    public Memory<byte> Pixels => _pixels;

    /// <summary>The luma plane.</summary>
    public ReadOnlySpan<byte> Luma => _pixels.AsSpan(0, Width * Height);

    /// <summary>The blue-difference plane, 128 is neutral.</summary>
    public ReadOnlySpan<byte> ChromaBlue => _pixels.AsSpan(Width * Height, Width * Height / 4);

    /// <summary>The red-difference plane, 128 is neutral.</summary>
    public ReadOnlySpan<byte> ChromaRed => _pixels.AsSpan(Width * Height * 5 / 4, Width * Height / 4);
}
