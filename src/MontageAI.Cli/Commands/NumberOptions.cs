using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MontageAI.Errors;
using MontageAI.Time;

namespace MontageAI.Cli.Commands;

/// <summary>Gives options of numbers and times the one reader that all of them have (<see cref="NumberText"/>), and their ranges.</summary>
internal static class NumberOptions
{
    /// <summary>What stands in the help for a time.</summary>
    public const string TimeHelp = "TIME";

    private const long MostRatePart = 10_000_000;

    private delegate bool Reader(string text, out double value, out string problem);

    /// <summary>An option that is a number.</summary>
    /// <param name="option">The option.</param>
    /// <param name="valid">Whether a number may be given.</param>
    /// <param name="rule">What a number must be, for the message.</param>
    public static Option<T> Number<T>(Option<T> option, Func<double, bool> valid, string rule) =>
        Read(option, NumberText.TryNumber, valid, rule);

    /// <summary>An option that is a time: seconds, m:ss or h:mm:ss.</summary>
    /// <inheritdoc cref="Number"/>
    public static Option<T> Time<T>(Option<T> option, Func<double, bool> valid, string rule)
    {
        option.HelpName = TimeHelp;
        return Read(option, NumberText.TrySeconds, valid, rule);
    }

    /// <summary>An option that is a whole number.</summary>
    /// <param name="option">The option.</param>
    /// <param name="valid">Whether a number may be given.</param>
    /// <param name="rule">What a number must be, for the message.</param>
    public static Option<T> Whole<T>(Option<T> option, Func<long, bool> valid, string rule)
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (!NumberText.TryWhole(text, out long value, out string problem))
            {
                return Refuse<T>(result, option, text, $"{problem}; it {rule}");
            }

            return valid(value) ? As<T>(value) : Refuse<T>(result, option, text, rule);
        };
        return option;
    }

    /// <summary>An option that is a frame rate.</summary>
    /// <param name="description">What it is for.</param>
    public static Option<string?> Rate(string description) =>
        SharedOptions.Validated(
            new Option<string?>("--fps") { Description = description, HelpName = "R" },
            r => r is null || IsRate(r),
            "is not a frame rate (for example 25, 29.97 or 30000/1001), or none from 1/10 to 1000",
            r => NumberText.Correction(r, IsRate)
        );

    // The bounds of timelines.
    private static bool IsRate(string text) =>
        FrameRate.TryParse(text, out FrameRate rate)
        && rate is { Value: >= 0.1, Fraction.Numerator: <= MostRatePart }
        && rate.Fraction.Denominator <= MostRatePart;

    private static Option<T> Read<T>(Option<T> option, Reader read, Func<double, bool> valid, string rule)
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (!read(text, out double value, out string problem))
            {
                return Refuse<T>(result, option, text, $"{problem}; it {rule}");
            }

            return valid(value) ? As<T>(value) : Refuse<T>(result, option, text, rule);
        };
        return option;
    }

    private static T As<T>(object value) =>
        (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture);

    private static T? Refuse<T>(ArgumentResult result, Option option, string text, string why)
    {
        result.AddError($"{option.Name}: '{Printable.Of(text)}' {why}.");
        return default;
    }
}
