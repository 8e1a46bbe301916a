using MontageAI.Dsp.Image;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// Measures the displacement of every block of the picture between two frames: the shift of the whole picture on coarse planes, around it
/// the best whole pixel of each block, and from gradients the rest (Lucas and Kanade 1981). No allocation after the first frame of a size.
/// </summary>
internal sealed class FlowField
{
    private const int BlockHeight = 10;
    private const int Border = 1;
    private const int Reach = 3;

    // Per pixel of distance from the expected place: an eighth of a level per pixel of the block keeps flat blocks where the picture goes.
    private const int Penalty = BlockFlow.Width * BlockHeight / 8;

    private FlowPlanes? _before;
    private FlowPlanes? _now;
    private FlowBlock[] _blocks = [];

    /// <summary>Pixels of a block.</summary>
    public static int Pixels => BlockFlow.Width * BlockHeight;

    /// <summary>The blocks that could be followed.</summary>
    public ReadOnlySpan<FlowBlock> Blocks => _blocks.AsSpan(0, Count);

    /// <summary>How many could.</summary>
    public int Count { get; private set; }

    /// <summary>Blocks of the whole picture.</summary>
    public int All { get; private set; }

    /// <summary>Half the width of the picture, to scale positions.</summary>
    public double HalfWidth => _now!.Width / 2.0;

    /// <summary>Follows every block from one frame to the next. The planes must stay as they are until the field was used.</summary>
    /// <param name="before">The first frame.</param>
    /// <param name="now">The second.</param>
    /// <param name="reach">Largest shift of the whole picture that is looked for, as a share of its sides.</param>
    public void Measure(FlowPlanes before, FlowPlanes now, double reach)
    {
        (_before, _now, Count) = (before, now, 0);
        int across = (now.Width - (2 * Border)) / BlockFlow.Width,
            down = (now.Height - (2 * Border)) / BlockHeight;
        All = Math.Max(0, across) * Math.Max(0, down);
        if (All == 0)
        {
            return;
        }

        if (_blocks.Length < across * down)
        {
            _blocks = new FlowBlock[across * down];
        }

        (int seedX, int seedY) = Seed(before, now, reach);
        int left = (now.Width - (across * BlockFlow.Width)) / 2,
            top = (now.Height - (down * BlockHeight)) / 2;
        for (int i = 0; i < across * down; i++)
        {
            int x = left + (i % across * BlockFlow.Width),
                y = top + (i / across * BlockHeight);
            if (
                BlockFlow.Search(before.Full, now.Full, now.Width, now.Height, x, y, BlockHeight, seedX, seedY, Reach, Penalty, Border)
                is var (dx, dy)
            )
            {
                _blocks[Count++] = At(x, y, dx, dy);
            }
        }
    }

    /// <summary>
    /// Root of the mean squared error of a block when it moved by a displacement, in luma levels: measured anew where that lies farther
    /// than a pixel from its match. Null where the displaced block leaves the picture.
    /// </summary>
    public double? Misfit(in FlowBlock block, double x, double y)
    {
        if (Math.Abs(x - block.OffsetX) <= 1 && Math.Abs(y - block.OffsetY) <= 1)
        {
            return Math.Sqrt(block.Error(x, y));
        }

        int dx = (int)Math.Round(x),
            dy = (int)Math.Round(y);
        int left = (int)Math.Round(block.X + ((_now!.Width - BlockFlow.Width) / 2.0)),
            top = (int)Math.Round(block.Y + ((_now.Height - BlockHeight) / 2.0));
        return
            left + dx < Border
            || left + dx + BlockFlow.Width + Border > _now.Width
            || top + dy < Border
            || top + dy + BlockHeight + Border > _now.Height
            ? null
            : Math.Sqrt(At(left, top, dx, dy).Error(x, y));
    }

    private FlowBlock At(int x, int y, int dx, int dy)
    {
        int width = _now!.Width;
        GradientSums sums = BlockFlow.Gradients(_before!.Full, (y * width) + x, _now.Full, ((y + dy) * width) + x + dx, width, BlockHeight);
        return FlowBlock.Of(x - ((width - BlockFlow.Width) / 2.0), y - ((_now.Height - BlockHeight) / 2.0), dx, dy, sums, Pixels);
    }

    // In pixels of the full plane. Coarse planes are too small to follow anything but the whole picture.
    private static (int X, int Y) Seed(FlowPlanes before, FlowPlanes now, double reach)
    {
        ShiftSearch.Shift shift = ShiftSearch.Find(
            before.Coarse,
            now.Coarse,
            now.CoarseWidth,
            now.CoarseHeight,
            Math.Max(1, (int)(now.CoarseWidth * reach)),
            Math.Max(1, (int)(now.CoarseHeight * reach))
        );
        return ((int)Math.Round(4 * shift.X), (int)Math.Round(4 * shift.Y));
    }
}
