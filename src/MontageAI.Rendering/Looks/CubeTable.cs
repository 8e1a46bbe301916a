using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Rendering.Looks;

/// <summary>A look-up table from a .cube file (Adobe's format, one- or three-dimensional): which colour becomes which.</summary>
internal sealed class CubeTable
{
    private const int MostPoints = 129;

    private readonly int _size;
    private readonly bool _isCube;
    private readonly Rgb _least;
    private readonly Rgb _most;
    private readonly Rgb[] _colours;

    private CubeTable(int size, bool isCube, Rgb least, Rgb most, Rgb[] colours) =>
        (_size, _isCube, _least, _most, _colours) = (size, isCube, least, most, colours);

    /// <summary>Reads a file.</summary>
    /// <exception cref="MediaException">It is missing or not such a table.</exception>
    public static CubeTable Read(string path)
    {
        try
        {
            return Parse(path, File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(
                ErrorCode.ColourTableInvalid,
                path,
                $"cannot be read as a colour table: {e.Message}",
                "Check the path of the .cube file."
            );
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="lines">The text.</param>
    public static CubeTable Parse(string path, IEnumerable<string> lines)
    {
        int size = 0,
            number = 0;
        bool cube = false;
        (Rgb least, Rgb most) = (new(0, 0, 0), new(1, 1, 1));
        List<Rgb> colours = [];
        foreach (string raw in lines)
        {
            number++;
            string line = raw.Trim('\uFEFF', ' ', '\t', '\r');
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("TITLE", StringComparison.Ordinal))
            {
                continue;
            }

            string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "LUT_3D_SIZE"
                or "LUT_1D_SIZE" when words.Length == 2 && int.TryParse(words[1], CultureInfo.InvariantCulture, out size):
                    cube = words[0] == "LUT_3D_SIZE";
                    if (size < 2 || size > (cube ? MostPoints : 65536))
                    {
                        throw Bad(path, number, $"a table of {size} points is too small or too large");
                    }

                    break;
                case "DOMAIN_MIN" when Colour(words.AsSpan(1)) is { } low:
                    least = low;
                    break;
                case "DOMAIN_MAX" when Colour(words.AsSpan(1)) is { } high:
                    most = high;
                    break;
                case "LUT_3D_INPUT_RANGE"
                or "LUT_1D_INPUT_RANGE"
                    when words.Length == 3
                        && Colour([words[1], words[1], words[1]]) is { } from
                        && Colour([words[2], words[2], words[2]]) is { } to:
                    (least, most) = (from, to);
                    break;
                default:
                    colours.Add(
                        Colour(words) ?? throw Bad(path, number, $"'{(line.Length > 40 ? line[..40] : line)}' is not three numbers")
                    );
                    break;
            }
        }

        long wanted = cube ? (long)size * size * size : size;
        return size == 0 ? throw Bad(path, number, "no LUT_3D_SIZE or LUT_1D_SIZE")
            : colours.Count != wanted ? throw Bad(path, number, $"{colours.Count} colours in place of {wanted}")
            : !(least.R < most.R && least.G < most.G && least.B < most.B) ? throw Bad(path, number, "DOMAIN_MIN is not below DOMAIN_MAX")
            : new CubeTable(size, cube, least, most, [.. colours]);
    }

    /// <summary>What a colour becomes; between the table's points evenly.</summary>
    public Rgb At(Rgb colour)
    {
        double r = Place(colour.R, _least.R, _most.R),
            g = Place(colour.G, _least.G, _most.G),
            b = Place(colour.B, _least.B, _most.B);
        if (!_isCube)
        {
            return new(Line(r).R, Line(g).G, Line(b).B);
        }

        (int r0, int g0, int b0) = (Below(r), Below(g), Below(b));
        (double tr, double tg, double tb) = (r - r0, g - g0, b - b0);
        Rgb Along(int y, int z) => Cell(r0, y, z).Toward(Cell(r0 + 1, y, z), tr);
        return Along(g0, b0).Toward(Along(g0 + 1, b0), tg).Toward(Along(g0, b0 + 1).Toward(Along(g0 + 1, b0 + 1), tg), tb);
    }

    private static Rgb? Colour(ReadOnlySpan<string> words) =>
        words.Length == 3 && Number(words[0], out double r) && Number(words[1], out double g) && Number(words[2], out double b)
            ? new Rgb(r, g, b)
            : null;

    private static bool Number(string word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static MediaException Bad(string path, int line, string what) =>
        new(
            ErrorCode.ColourTableInvalid,
            path,
            $"is not a .cube table (line {line}: {what}).",
            "Export it again as .cube, or leave the table out."
        );

    private double Place(double value, double least, double most) => Math.Clamp((value - least) / (most - least), 0, 1) * (_size - 1);

    private int Below(double place) => Math.Min((int)place, _size - 2);

    private Rgb Line(double place) => _colours[Below(place)].Toward(_colours[Below(place) + 1], place - Below(place));

    private Rgb Cell(int r, int g, int b) => _colours[(((b * _size) + g) * _size) + r];
}
