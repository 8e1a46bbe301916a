using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Cli.Output;

/// <summary>A line for people: numbers are written the same in every country, and words put in cannot command the terminal.</summary>
internal static class InvariantText
{
    /// <summary>The text of one piece or several.</summary>
    public static string Of(params FormattableString[] pieces) => string.Concat(pieces.Select(Of));

    private static string Of(FormattableString piece) =>
        string.Format(
            CultureInfo.InvariantCulture,
            piece.Format,
            [.. piece.GetArguments().Select(a => a is string words ? Printable.Of(words) : a)]
        );
}
