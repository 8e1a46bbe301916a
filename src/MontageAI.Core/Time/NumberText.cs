using System.Globalization;
using System.Text.RegularExpressions;

namespace MontageAI.Time;

/// <summary>
/// Numbers and times as people write them: the one reader for options, changes by hand, settings and variables. Decimals have a point in
/// every country; what is written otherwise is refused, with the right spelling where it can be told, and never read as another number.
/// </summary>
public static partial class NumberText
{
    private const int LongestText = 40;

    /// <summary>Reads a number such as "-12", "4.5" or "1e-3".</summary>
    /// <param name="text">The text, without anything around it.</param>
    /// <param name="value">The number; finite.</param>
    /// <param name="problem">What is wrong, to be put behind the text: "is no number; write 4.5". Empty where nothing is.</param>
    public static bool TryNumber(string? text, out double value, out string problem) =>
        Try(text, ReadNumber, "is no number", out value, out problem);

    /// <summary>Reads a whole number such as "3", "+2" or "-1".</summary>
    /// <inheritdoc cref="TryNumber"/>
    public static bool TryWhole(string? text, out long value, out string problem) =>
        Try(text, ReadWhole, "is no whole number", out value, out problem);

    /// <summary>Reads a time: seconds ("90", "4.5"), "m:ss" or "h:mm:ss", with decimals behind the seconds.</summary>
    /// <param name="text">The text, without anything around it.</param>
    /// <param name="value">Seconds; finite.</param>
    /// <param name="problem">What is wrong, to be put behind the text. Empty where nothing is.</param>
    public static bool TrySeconds(string? text, out double value, out string problem) =>
        Try(text, ReadSeconds, "is no time such as 4.5, 1:30 or 1:02:03", out value, out problem);

    /// <summary>How somebody would have to write what they meant: without a unit, spaces or a decimal comma.</summary>
    /// <param name="text">What they wrote.</param>
    /// <param name="isRead">Whether a spelling is understood.</param>
    /// <returns>"write 4.5", or null where no spelling suggests itself.</returns>
    public static string? Correction(string? text, Func<string, bool> isRead)
    {
        ArgumentNullException.ThrowIfNull(isRead);
        if (text is null || text.Length > LongestText)
        {
            return null;
        }

        string plain = Unit().Replace(text.Trim().Replace('\u2212', '-'), "");
        string[] spellings = Thousands().IsMatch(plain)
            ? [plain.Replace(',', '.'), plain.Replace(",", "", StringComparison.Ordinal)]
            : [plain.Replace(',', '.')];
        string[] right = [.. spellings.Where(s => s != text && isRead(s))];
        return right.Length > 0 ? $"write {string.Join(" or ", right)}" : null;
    }

    private static bool Try<T>(string? text, Func<string, T?> read, string what, out T value, out string problem)
        where T : struct
    {
        T? found = text is { Length: > 0 and <= LongestText } ? read(text) : null;
        value = found ?? default;
        problem =
            found is not null ? ""
            : Correction(text, t => read(t) is not null) is { } right ? $"{what}; {right}"
            : what;
        return found is not null;
    }

    private static double? ReadNumber(string text) =>
        NumberForm().IsMatch(text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : null;

    private static long? ReadWhole(string text) =>
        WholeForm().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;

    private static double? ReadSeconds(string text)
    {
        Match time = TimeForm().Match(text);
        if (!time.Success)
        {
            return ReadNumber(text);
        }

        double seconds = 0;
        foreach (string part in time.Groups["time"].Value.Split(':'))
        {
            seconds = (seconds * 60) + double.Parse(part, CultureInfo.InvariantCulture);
        }

        return time.Groups["sign"].Value == "-" ? -seconds : seconds;
    }

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"^[+-]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeForm();

    [GeneratedRegex(
        @"^(?<sign>[+-]?)(?<time>([0-9]{1,4}|[0-9]{1,4}:[0-5]?[0-9]):[0-5]?[0-9](\.[0-9]{1,9})?)\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"\s*(s|secs?|seconds?|db|bpm|fps|gib)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Unit();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(,[0-9]{3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();
}
