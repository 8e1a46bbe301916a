using MontageAI.Looks;

namespace MontageAI.Rendering.Looks;

/// <summary>Looks colours up in a table: which colour becomes which.</summary>
internal sealed class TableLookup(CubeTable table)
{
    private readonly Rgb _least = new(table.Least[0], table.Least[1], table.Least[2]);
    private readonly Rgb _most = new(table.Most[0], table.Most[1], table.Most[2]);

    /// <summary>What a colour becomes; between the table's points evenly.</summary>
    public Rgb At(Rgb colour)
    {
        double r = Place(colour.R, _least.R, _most.R),
            g = Place(colour.G, _least.G, _most.G),
            b = Place(colour.B, _least.B, _most.B);
        if (!table.IsCube)
        {
            return new(Line(r).R, Line(g).G, Line(b).B);
        }

        (int r0, int g0, int b0) = (Below(r), Below(g), Below(b));
        (double tr, double tg, double tb) = (r - r0, g - g0, b - b0);
        Rgb Along(int y, int z) => Cell(r0, y, z).Toward(Cell(r0 + 1, y, z), tr);
        return Along(g0, b0).Toward(Along(g0 + 1, b0), tg).Toward(Along(g0, b0 + 1).Toward(Along(g0 + 1, b0 + 1), tg), tb);
    }

    private double Place(double value, double least, double most) => Math.Clamp((value - least) / (most - least), 0, 1) * (table.Size - 1);

    private int Below(double place) => Math.Min((int)place, table.Size - 2);

    private Rgb Line(double place) => Colour(Below(place)).Toward(Colour(Below(place) + 1), place - Below(place));

    private Rgb Cell(int r, int g, int b) => Colour((((b * table.Size) + g) * table.Size) + r);

    private Rgb Colour(int point) => new(table.Colours[3 * point], table.Colours[(3 * point) + 1], table.Colours[(3 * point) + 2]);
}
