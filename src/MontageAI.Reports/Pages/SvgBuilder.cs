using System.Globalization;
using System.Net;
using System.Text;
using MontageAI.Errors;

namespace MontageAI.Reports.Pages;

/// <summary>
/// Writes SVG and HTML text. Numbers come out the same in every country; text from files goes through <see cref="Escape"/>, so that a file
/// name cannot become markup.
/// </summary>
internal sealed class SvgBuilder
{
    private readonly StringBuilder _text = new();

    /// <summary>Text that may stand between tags and in quoted attributes.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(Printable.Lines(text));

    /// <summary>Adds a line of markup, given in one piece or several; numbers in it are written with a point.</summary>
    public SvgBuilder Add(params FormattableString[] markup)
    {
        foreach (FormattableString piece in markup)
        {
            _text.Append(piece.ToString(CultureInfo.InvariantCulture));
        }

        _text.Append('\n');
        return this;
    }

    /// <summary>Adds a filled area between two curves over x = 0, 1, 2 ... pixels.</summary>
    /// <param name="style">Class of the path.</param>
    /// <param name="top">y of the upper edge for each pixel.</param>
    /// <param name="bottom">y of the lower edge for each pixel, as many.</param>
    public SvgBuilder Area(string style, ReadOnlySpan<double> top, ReadOnlySpan<double> bottom)
    {
        if (top.Length == 0)
        {
            return this;
        }

        _text.Append("<path class=\"").Append(style).Append("\" d=\"M");
        for (int x = 0; x < top.Length; x++)
        {
            Point(x, top[x]);
        }

        for (int x = bottom.Length - 1; x >= 0; x--)
        {
            Point(x, bottom[x]);
        }

        _text.Append("Z\"/>\n");
        return this;
    }

    /// <summary>Adds a line through points.</summary>
    /// <param name="style">Class of the line.</param>
    /// <param name="points">In order of x.</param>
    public SvgBuilder Line(string style, IEnumerable<(double X, double Y)> points)
    {
        _text.Append("<polyline class=\"").Append(style).Append("\" points=\"");
        foreach ((double x, double y) in points)
        {
            Point(x, y);
        }

        _text.Append("\"/>\n");
        return this;
    }

    /// <summary>Adds what another builder holds.</summary>
    public SvgBuilder Add(SvgBuilder other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Point(double x, double y) => _text.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
}
