using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Looks;

/// <summary>
/// A look-up table in the .cube format (Adobe, "Cube LUT Specification 1.0"): a LUT_3D_SIZE of 2 to 129 or a LUT_1D_SIZE of 2 to 65536, an
/// optional domain, then exactly as many lines of three numbers. The one reader of such tables: what planning accepts can be rendered.
/// </summary>
public sealed class CubeTable
{
    /// <summary>Points along an edge of a cube at most.</summary>
    public const int MostCubePoints = 129;

    /// <summary>Points of a one-dimensional table at most.</summary>
    public const int MostLinePoints = 65536;

    private CubeTable(int size, bool isCube, IReadOnlyList<double> least, IReadOnlyList<double> most, double[] colours) =>
        (Size, IsCube, Least, Most, _colours) = (size, isCube, least, most, colours);

    private readonly double[] _colours;

    /// <summary>Points along an edge of the cube, or of the curve of a one-dimensional table.</summary>
    public int Size { get; }

    /// <summary>True for a cube, false for three curves.</summary>
    public bool IsCube { get; }

    /// <summary>Red, green and blue of the domain's lower end.</summary>
    public IReadOnlyList<double> Least { get; }

    /// <summary>Red, green and blue of the domain's upper end, each above the lower one.</summary>
    public IReadOnlyList<double> Most { get; }

    /// <summary>Red, green and blue of every point, red changing fastest.</summary>
    public ReadOnlySpan<double> Colours => _colours;

    /// <summary>Reads a table.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="origin">Its name for messages.</param>
    /// <exception cref="ConfigurationException">It is no sound table; file and lines are named, but nothing of what they say.</exception>
    public static CubeTable Parse(string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Reader(Printable.Of(origin)).Read(text);
    }

    private sealed class Reader(string origin)
    {
        private const int MostProblems = 5;

        private readonly List<string> _problems = [];
        private readonly List<double> _colours = [];
        private double[] _least = [0, 0, 0];
        private double[] _most = [1, 1, 1];
        private int _size;
        private bool _isCube = true;

        public CubeTable Read(string text)
        {
            int number = 0;
            foreach (ReadOnlySpan<char> raw in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
            {
                number++;
                ReadOnlySpan<char> line = raw.Trim();
                if (line.Length > 0 && line[0] != '#' && Line(line) is { } problem)
                {
                    _problems.Add($"'{origin}', line {number}: {problem}.");
                    if (_problems.Count == MostProblems)
                    {
                        break;
                    }
                }
            }

            if (_problems.Count == 0)
            {
                CheckWhole();
            }

            return _problems.Count == 0
                ? new CubeTable(_size, _isCube, _least, _most, [.. _colours])
                : throw new ConfigurationException(Problem.Of(ErrorCode.ColourTableInvalid, _problems));
        }

        private string? Line(ReadOnlySpan<char> line)
        {
            Span<Range> words = stackalloc Range[5];
            int count = line.SplitAny(words, [' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            words = words[..count];
            switch (line[words[0]])
            {
                case "TITLE":
                    return null;
                case "LUT_3D_SIZE":
                    return Size(line, words, "LUT_3D_SIZE", MostCubePoints);
                case "LUT_1D_SIZE":
                    return Size(line, words, "LUT_1D_SIZE", MostLinePoints);
                case "DOMAIN_MIN":
                    return Numbers(line, words[1..], 3) is { } low ? Set(out _least, low) : "DOMAIN_MIN needs three numbers";
                case "DOMAIN_MAX":
                    return Numbers(line, words[1..], 3) is { } high ? Set(out _most, high) : "DOMAIN_MAX needs three numbers";
                case "LUT_3D_INPUT_RANGE" or "LUT_1D_INPUT_RANGE":
                    return Numbers(line, words[1..], 2) is { } range
                        ? Set(out _least, [range[0], range[0], range[0]]) ?? Set(out _most, [range[1], range[1], range[1]])
                        : "an input range needs two numbers";
                default:
                    return Row(line, words);
            }
        }

        private string? Size(ReadOnlySpan<char> line, ReadOnlySpan<Range> words, string keyword, int most)
        {
            if (_size != 0)
            {
                return $"{keyword} stands there although the size was given before";
            }

            if (
                words.Length != 2
                || !int.TryParse(line[words[1]], NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                || value < 2
                || value > most
            )
            {
                return $"{keyword} must be a whole number, 2 to {most}";
            }

            (_size, _isCube) = (value, keyword == "LUT_3D_SIZE");
            return null;
        }

        private string? Row(ReadOnlySpan<char> line, ReadOnlySpan<Range> words)
        {
            if (Numbers(line, words, 3) is not { } colour)
            {
                return "that is neither a keyword of .cube tables nor a colour of three numbers";
            }

            if (_size == 0)
            {
                return "colours stand before LUT_3D_SIZE";
            }

            _colours.AddRange(colour);
            return _colours.Count > 3 * Wanted ? $"more than the {Wanted} colours that a size of {_size} needs" : null;
        }

        private void CheckWhole()
        {
            if (_size == 0)
            {
                _problems.Add($"'{origin}': there is no LUT_3D_SIZE; this is not a .cube table.");
                return;
            }

            if (_colours.Count != 3 * Wanted)
            {
                _problems.Add(
                    $"'{origin}': the table ends after {_colours.Count / 3} colours; a size of {_size} needs {Wanted}. Export it again."
                );
            }

            if (!_least.Zip(_most).All(d => d.First < d.Second))
            {
                _problems.Add($"'{origin}': DOMAIN_MIN is not below DOMAIN_MAX.");
            }
        }

        private long Wanted => _isCube ? (long)_size * _size * _size : _size;

        private static string? Set(out double[] domain, double[] value)
        {
            domain = value;
            return null;
        }

        private static double[]? Numbers(ReadOnlySpan<char> line, ReadOnlySpan<Range> words, int count)
        {
            if (words.Length != count)
            {
                return null;
            }

            double[] numbers = new double[count];
            for (int i = 0; i < count; i++)
            {
                if (
                    !double.TryParse(line[words[i]], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                    || !double.IsFinite(numbers[i])
                )
                {
                    return null;
                }
            }

            return numbers;
        }
    }
}
