using System.Buffers;
using System.Globalization;
using System.Text;

namespace MontageAI.Errors;

/// <summary>
/// Text of others (file names, metadata, messages of programs) as it can be shown. Characters that command a terminal or turn the order of
/// writing round are replaced by what they are called in JSON: <c>\u001b</c>, <c>\n</c>, <c>\u202e</c>.
/// </summary>
public static class Printable
{
    private static readonly SearchValues<char> s_commands = SearchValues.Create([.. Commands()]);
    private static readonly SearchValues<char> s_commandsInLines = SearchValues.Create([
        .. Commands().Where(c => c is not ('\n' or '\r' or '\t')),
    ]);

    /// <summary>Text for one place in a line.</summary>
    public static string Of(string text) => text.AsSpan().ContainsAny(s_commands) ? Escaped(text, s_commands) : text;

    /// <summary>Text of whole lines, whose ends and tabs stay.</summary>
    public static string Lines(string text) => text.AsSpan().ContainsAny(s_commandsInLines) ? Escaped(text, s_commandsInLines) : text;

    private static string Escaped(string text, SearchValues<char> commands)
    {
        StringBuilder all = new(text.Length + 16);
        foreach (char c in text)
        {
            _ =
                !commands.Contains(c) ? all.Append(c)
                : c == '\n' ? all.Append("\\n")
                : c == '\r' ? all.Append("\\r")
                : c == '\t' ? all.Append("\\t")
                : all.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return all.ToString();
    }

    // All control characters, the marks that turn the order of writing round, and the separators of lines and paragraphs.
    private static IEnumerable<char> Commands() =>
        Enumerable
            .Range(0, 0x2070)
            .Select(c => (char)c)
            .Where(c =>
                char.IsControl(c) || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
            );
}
