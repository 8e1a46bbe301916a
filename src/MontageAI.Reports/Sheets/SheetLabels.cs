using System.Globalization;
using System.Text;

namespace MontageAI.Reports.Sheets;

/// <summary>Text on a sheet, written as a subtitle script (ASS), which FFmpeg draws with the fonts of the machine in every
/// alphabet.</summary>
internal sealed class SheetLabels
{
    // Fields of a style in an .ass script.
    private const string StyleFields =
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, "
        + "ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding";

    private readonly StringBuilder _lines = new();

    /// <summary>Adds a text.</summary>
    /// <param name="text">One line.</param>
    /// <param name="x">Left edge, or right edge with <paramref name="right"/>.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="size">Height of the font in pixels.</param>
    /// <param name="ink">Colour.</param>
    /// <param name="width">Cut off behind so many pixels; null for never.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="right">Whether x is its right edge.</param>
    public void Add(string text, double x, double y, int size, Ink ink, double? width = null, bool bold = false, bool right = false)
    {
        string clip = width is { } w
            ? FormattableString.Invariant($"\\clip({(right ? x - w : x):0},{y - 4:0},{(right ? x : x + w):0},{y + (2 * size):0})")
            : "";
        _lines.Append(
            CultureInfo.InvariantCulture,
            $"Dialogue: 0,0:00:00.00,9:00:00.00,Plain,,0,0,0,,{{\\an{(right ? 9 : 7)}\\pos({x:0.#},"
                + $"{y:0.#})\\fs{size}\\c{ink.Script}\\b{(bold ? 1 : 0)}{clip}}}{Plain(text)}\n"
        );
    }

    /// <summary>The script.</summary>
    /// <param name="width">Width of the sheet.</param>
    /// <param name="height">Height of the sheet.</param>
    public string Script(int width, int height) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {width}
            PlayResY: {height}
            WrapStyle: 2
            ScaledBorderAndShadow: yes

            [V4+ Styles]
            {StyleFields}
            Style: Plain,Noto Sans,16,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            {_lines}
            """
        );

    // Braces and backslashes are commands; file names may hold anything.
    private static string Plain(string text) =>
        string.Concat(
            text.Select(c =>
                c switch
                {
                    '{' => '(',
                    '}' => ')',
                    '\\' => '/',
                    _ when char.IsControl(c) => ' ',
                    _ => c,
                }
            )
        );
}
