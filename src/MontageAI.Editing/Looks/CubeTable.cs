using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Editing.Looks;

/// <summary>
/// Checks look-up tables in the .cube format (Adobe, "Cube LUT Specification 1.0"): a LUT_3D_SIZE of 2 to 256 or a LUT_1D_SIZE of 2 to
/// 65536, an optional domain, then exactly as many
/// lines of three numbers. A table that FFmpeg would trip over is refused here, with its line.
/// </summary>
public static class CubeTable
{
    private const int MostProblems = 5;

    /// <summary>Checks a table.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="origin">Its name for messages.</param>
    /// <returns>Points along an edge of the cube, or of the curve of a one-dimensional table.</returns>
    /// <exception cref="ConfigurationException">It is no sound table; file and line are named.</exception>
    public static int Check(string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> problems = [];
        (int size, bool isCube, long rows, int number) = (0, true, 0, 0);
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            string? problem = words[0] switch
            {
                "TITLE" => null,
                "LUT_3D_SIZE" or "LUT_1D_SIZE" => Size(words, ref size, ref isCube),
                "DOMAIN_MIN" or "DOMAIN_MAX" => words.Length == 4 && words.Skip(1).All(IsNumber) ? null : $"{words[0]} needs three numbers",
                "LUT_3D_INPUT_RANGE" or "LUT_1D_INPUT_RANGE" => words.Length == 3 && words.Skip(1).All(IsNumber)
                    ? null
                    : $"{words[0]} needs two numbers",
                _ => Row(words, size, ref rows),
            };
            if (problem is not null)
            {
                problems.Add($"'{origin}', line {number}: {problem}.");
                if (problems.Count == MostProblems)
                {
                    break;
                }
            }
        }

        long wanted = isCube ? (long)size * size * size : size;
        if (problems.Count == 0 && size == 0)
        {
            problems.Add($"'{origin}': there is no LUT_3D_SIZE; this is not a .cube table.");
        }
        else if (problems.Count == 0 && rows != wanted)
        {
            problems.Add(
                $"'{origin}', line {number}: the table ends after {rows} colours; {(isCube ? "LUT_3D_SIZE" : "LUT_1D_SIZE")} {size} "
                    + $"needs {wanted}. Export it again."
            );
        }

        return problems.Count == 0 ? size : throw new ConfigurationException(Problem.Of(ErrorCode.ColourTableInvalid, problems));
    }

    private static string? Size(string[] words, ref int size, ref bool isCube)
    {
        bool cube = words[0] == "LUT_3D_SIZE";
        int most = cube ? 256 : 65536;
        if (size != 0)
        {
            return $"{words[0]} stands there although the size was given before";
        }

        if (
            words.Length != 2
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            || value < 2
            || value > most
        )
        {
            return $"{words[0]} must be a whole number, 2 to {most}";
        }

        (size, isCube) = (value, cube);
        return null;
    }

    private static string? Row(string[] words, int size, ref long rows)
    {
        if (words.Length != 3 || !words.All(IsNumber))
        {
            return char.IsLetter(words[0][0]) ? $"'{words[0]}' is no keyword of .cube tables" : "a colour is three numbers";
        }

        rows++;
        return size == 0 ? "colours stand before LUT_3D_SIZE" : null;
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
}
