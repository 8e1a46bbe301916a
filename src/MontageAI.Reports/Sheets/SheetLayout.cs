namespace MontageAI.Reports.Sheets;

/// <summary>Measures of a sheet in pixels.</summary>
/// <param name="PixelsPerSecond">Scale that is aimed at.</param>
/// <param name="TileHeight">Height of the pictures.</param>
/// <param name="CurveHeight">Height of the lane of curves.</param>
internal sealed record SheetMeasures(double PixelsPerSecond, int TileHeight, int CurveHeight)
{
    /// <summary>One plan, to be read shot by shot.</summary>
    public static SheetMeasures Plan { get; } = new(108, 96, 44);

    /// <summary>Several plans under one another, to be compared.</summary>
    public static SheetMeasures Compared { get; } = new(52, 54, 26);

    /// <summary>Width of every sheet.</summary>
    public const int Width = 1600;

    /// <summary>Free space at the edges.</summary>
    public const int Margin = 32;

    /// <summary>Room for the section names above the ruler.</summary>
    public const int SectionHeight = 18;

    /// <summary>The ruler.</summary>
    public const int RulerHeight = 18;

    /// <summary>Names under the pictures.</summary>
    public const int NameHeight = 18;

    /// <summary>Between two rows.</summary>
    public const int Gap = 22;

    /// <summary>Heading of each montage.</summary>
    public const int HeadHeight = 64;

    /// <summary>Height of a row with everything in it.</summary>
    public int RowHeight => SectionHeight + RulerHeight + TileHeight + NameHeight + CurveHeight + Gap;
}

/// <summary>A row of a sheet.</summary>
/// <param name="From">First second of the film that it shows.</param>
/// <param name="To">Second after the last.</param>
internal sealed record SheetRow(double From, double To);

/// <summary>Which seconds stand in which row.</summary>
/// <param name="Rows">In order.</param>
/// <param name="Scale">Pixels of one second, the same in all rows.</param>
internal sealed record SheetLayout(IReadOnlyList<SheetRow> Rows, double Scale)
{
    // An hour would be as high as a house; then a row holds more.
    private const int MostRows = 60;

    // A cut is the frame nearest to its beat, at most half a frame off it.
    private const double SameMoment = 0.03;

    /// <summary>Lays a montage out: rows of equal scale that end on bar lines, at the cut there, where there are any.</summary>
    public static SheetLayout Of(SheetMontage montage, SheetMeasures measures)
    {
        const double Room = SheetMeasures.Width - (2 * SheetMeasures.Margin);
        double seconds = montage.Seconds,
            longest = Math.Max(Room / measures.PixelsPerSecond, seconds / MostRows * 1.25);

        // As many rows as are needed anyway, about equally long.
        longest = Math.Max(seconds / Math.Ceiling((seconds / longest) - 1e-9), 1e-3);
        double[] bars = [.. montage.Beats.Where(b => b.BarPosition == 1).Select(b => b.Seconds)];
        List<SheetRow> rows = [];
        for (double from = 0; from < seconds - 1e-6; )
        {
            double even = Math.Min(seconds, from + longest);
            double to = bars.Where(b => b > even - 0.1 && b < from + (1.3 * longest)).DefaultIfEmpty(even).Min();
            to = montage.Shots.Select(s => s.Start).Where(s => Math.Abs(s - to) <= SameMoment).DefaultIfEmpty(to).First();
            to = seconds - to < longest / 8 ? seconds : to;
            rows.Add(new SheetRow(from, to));
            from = to;
        }

        return new SheetLayout(rows, Room / rows.Max(r => r.To - r.From));
    }
}
