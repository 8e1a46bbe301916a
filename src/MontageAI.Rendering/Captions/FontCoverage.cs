using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Captions;

/// <summary>
/// Which letters the machine's fonts can draw, as fontconfig lists them, which is where libass looks. Fonts of coloured pictures do not
/// count, since libass draws outlines only.
/// </summary>
public sealed class FontCoverage
{
    private const int MostOutput = 64 * 1024 * 1024;
    private const string Program = "fc-list";

    private readonly (int From, int To)[] _drawn;
    private readonly (int From, int To)[] _coloured;

    private FontCoverage(List<(int From, int To)> drawn, List<(int From, int To)> coloured) =>
        (_drawn, _coloured) = (Joined(drawn), Joined(coloured));

    /// <summary>Asks fontconfig.</summary>
    /// <param name="searchPath">Folders as in the PATH variable.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where there is no fontconfig to ask (on Windows and macOS libass asks the system).</returns>
    public static async Task<FontCoverage?> ReadAsync(string? searchPath, CancellationToken cancellationToken)
    {
        string? program = (searchPath ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(f => Path.Combine(f, Program))
            .FirstOrDefault(File.Exists);
        if (program is null)
        {
            return null;
        }

        try
        {
            byte[] output = await ToolProcess
                .ReadOutputAsync(
                    "Listing fonts",
                    new ToolCommand(program, ["--format", "%{color}\\t%{charset}\\n"]),
                    MostOutput,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return Parse(Encoding.UTF8.GetString(output));
        }
        catch (FFmpegException)
        {
            return null;
        }
    }

    /// <summary>Reads fontconfig's list: a line per font, whether it is coloured, a tab, and its letters as ranges of hexadecimal
    /// numbers.</summary>
    internal static FontCoverage Parse(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        List<(int, int)> drawn = [],
            coloured = [];
        foreach (string line in list.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split('\t');
            if (parts.Length == 2)
            {
                (parts[0] == "True" ? coloured : drawn).AddRange(parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Range));
            }
        }

        return new FontCoverage(drawn, coloured);

        static (int, int) Range(string text)
        {
            string[] ends = text.Split('-');
            return
                int.TryParse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int from)
                && int.TryParse(ends[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int to)
                ? (from, to)
                : (0, -1);
        }
    }

    /// <summary>Whether a font can draw a letter.</summary>
    internal bool CanDraw(Rune rune) => Within(_drawn, rune.Value) || IsInvisible(rune);

    /// <summary>Whether a letter is there in coloured pictures only, as emoji are.</summary>
    public bool IsOnlyColoured(Rune rune) => !CanDraw(rune) && Within(_coloured, rune.Value);

    /// <summary>A text without what cannot be drawn. What binds emoji together and colours them goes too.</summary>
    public string Readable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder readable = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (CanDraw(rune) && rune.Value is not (0xFE0F or 0xFE0E) && rune.Value is not (>= 0x1F3FB and <= 0x1F3FF))
            {
                readable.Append(rune.ToString());
            }
        }

        return readable.ToString();
    }

    /// <summary>Letters of a text that cannot be drawn, once each, in the order of their first use.</summary>
    public IReadOnlyList<Rune> Missing(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.EnumerateRunes().Where(r => !CanDraw(r)).Distinct()];
    }

    // Spaces, joiners and marks of direction have no picture; skin tones and variation selectors change one that is drawn without them.
    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.IsControl(rune)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF);

    private static (int From, int To)[] Joined(List<(int From, int To)> ranges)
    {
        List<(int From, int To)> joined = [];
        foreach ((int from, int to) in ranges.Where(r => r.To >= r.From).Order())
        {
            if (joined.Count > 0 && from <= joined[^1].To + 1)
            {
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, to));
            }
            else
            {
                joined.Add((from, to));
            }
        }

        return [.. joined];
    }

    private static bool Within((int From, int To)[] ranges, int value)
    {
        (int low, int high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (value < ranges[middle].From)
            {
                high = middle - 1;
            }
            else if (value > ranges[middle].To)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
