using MontageAI.Dsp.Image;
using MontageAI.Media;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// The smoothed luma of one frame at the size at which motion is measured, at half and at a quarter of it. Unsmoothed, detail near the
/// limit of what pixels
/// can show makes gradients too small and motion too fast. Filled again and again; allocates once per size.
/// </summary>
internal sealed class FlowPlanes
{
    private byte[] _full = [];
    private byte[] _half = [];
    private byte[] _coarse = [];

    /// <summary>Pixels across.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels down.</summary>
    public int Height { get; private set; }

    /// <summary>Pixels across the coarse plane.</summary>
    public int CoarseWidth => Width / 4;

    /// <summary>Pixels down the coarse plane.</summary>
    public int CoarseHeight => Height / 4;

    /// <summary>The plane.</summary>
    public ReadOnlySpan<byte> Full => _full.AsSpan(0, Width * Height);

    /// <summary>The plane at a quarter of the size.</summary>
    public ReadOnlySpan<byte> Coarse => _coarse.AsSpan(0, CoarseWidth * CoarseHeight);

    /// <summary>Takes a frame.</summary>
    public void Set(SmallFrame frame)
    {
        (Width, Height) = (frame.Width, frame.Height);
        if (_full.Length < Width * Height)
        {
            _full = new byte[Width * Height];
            _half = new byte[Width * Height / 4];
            _coarse = new byte[Width * Height / 16];
        }

        Smoothing.Binomial(frame.Luma, Width, Height, _full);
        Downscale.Halve(Full, Width, Height, _half);
        Downscale.Halve(_half, Width / 2, Height / 2, _coarse);
    }
}
