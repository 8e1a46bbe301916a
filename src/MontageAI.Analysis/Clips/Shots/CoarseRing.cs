using MontageAI.Dsp.Image;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// The last <see cref="Length"/> frames as very coarse pictures: 32 x 18 cells of luma and 16 x 9 of either chroma. So coarse that a
/// dissolve of moving pictures still looks like a mix of two still ones. Room is made for 64 frames at a time, so that short stretches cost
/// little.
/// </summary>
internal sealed class CoarseRing
{
    /// <summary>Frames that are kept.</summary>
    public const int Length = 512;

    private const int Block = 64;

    private readonly byte[]?[] _blocks = new byte[]?[Length / Block];
    private readonly Facts[] _facts = new Facts[Length];
    private int _luma;
    private int _width;
    private int _height;
    private int _total;

    /// <summary>Frames taken so far; the newest is one less.</summary>
    public int Count { get; private set; }

    /// <summary>Oldest frame that is still there.</summary>
    public int Oldest => Math.Max(0, Count - Length);

    /// <summary>Cells of luma.</summary>
    public int Cells => _luma;

    /// <summary>Takes the next frame. All frames have one size.</summary>
    public void Add(SmallFrame frame)
    {
        if (Count == 0)
        {
            Measure(frame);
        }

        int at = Count % Length;
        _blocks[at / Block] ??= new byte[Block * _total];
        Span<byte> slot = Slot(Count);
        int chroma = (_total - _luma) / 2,
            width = Math.Max(1, _width / 2),
            height = Math.Max(1, _height / 2);
        Downscale.Average(frame.Luma, frame.Width, frame.Height, slot.Slice(0, _luma), _width, _height);
        Downscale.Average(frame.ChromaBlue, frame.Width / 2, frame.Height / 2, slot.Slice(_luma, chroma), width, height);
        Downscale.Average(frame.ChromaRed, frame.Width / 2, frame.Height / 2, slot.Slice(_luma + chroma, chroma), width, height);
        PlaneSums luma = BytePlanes.Sum(slot.Slice(0, _luma), 0, 255);
        double step = Count == 0 ? 0 : (double)BytePlanes.AbsoluteDifference(slot.Slice(0, _luma), Luma(Count - 1)) / _luma;
        _facts[at] = new Facts(
            frame.Time,
            luma.Sum,
            (double)luma.Squares - ((double)luma.Sum * luma.Sum / _luma),
            ByteProducts.Dot(slot, slot),
            step
        );
        Count++;
    }

    /// <summary>PTS of a frame.</summary>
    public MediaTime Time(int frame) => _facts[frame % Length].Time;

    /// <summary>Luma cells of a frame.</summary>
    public ReadOnlySpan<byte> Luma(int frame) => Slot(frame)[.._luma];

    /// <summary>All cells of a frame.</summary>
    public ReadOnlySpan<byte> All(int frame) => Slot(frame);

    /// <summary>Sum of luma over the cells.</summary>
    public double LumaSum(int frame) => _facts[frame % Length].Sum;

    /// <summary>Variance of luma over the cells, times their number.</summary>
    public double LumaVariance(int frame) => _facts[frame % Length].Variance;

    /// <summary>Sum of squares over all cells.</summary>
    public double Squares(int frame) => _facts[frame % Length].Squares;

    /// <summary>Mean absolute change of luma from the frame before.</summary>
    public double Step(int frame) => _facts[frame % Length].Step;

    /// <summary>Sum of products of all cells of two frames.</summary>
    public double Product(int a, int b) => ByteProducts.Dot(All(a), All(b));

    /// <summary>Variance over the luma cells of the difference of two frames, times their number.</summary>
    public double VarianceBetween(int a, int b)
    {
        double product = ByteProducts.Dot(Luma(a), Luma(b));
        return LumaVariance(a) + LumaVariance(b) - (2 * (product - (LumaSum(a) * LumaSum(b) / _luma)));
    }

    private Span<byte> Slot(int frame) => _blocks[frame % Length / Block].AsSpan(frame % Block * _total, _total);

    private void Measure(SmallFrame frame)
    {
        bool upright = frame.Width >= frame.Height;
        _width = Math.Min(frame.Width, upright ? 32 : 18);
        _height = Math.Min(frame.Height, upright ? 18 : 32);
        _luma = _width * _height;
        _total = _luma + (2 * Math.Max(1, _width / 2) * Math.Max(1, _height / 2));
    }

    private readonly record struct Facts(MediaTime Time, double Sum, double Variance, double Squares, double Step);
}
