using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Analysis.Music;

/// <summary>One beat as a user's file gives it.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="BarPosition">1 on a downbeat; 0 where the file does not say.</param>
public readonly record struct UserBeat(double Time, int BarPosition);

/// <summary>
/// Beats as text, one per line: seconds; or seconds, white space, position in the bar (as <c>montage-ai beats</c> prints them); or an
/// Audacity label line (start, end, label; a label that is a number from 1 to 16 is the position in the bar). Empty lines and lines that
/// begin with # count for nothing. A decimal comma is not accepted. Messages name lines, but
/// nothing of what they say, since a file may be another than its owner thinks.
/// </summary>
public static class BeatFile
{
    private const int MaxProblems = 20;

    /// <summary>Reads beats.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <returns>Beats, ascending.</returns>
    /// <exception cref="ConfigurationException">Lines cannot be understood, or the beats do not ascend, or there are fewer than two; every
    /// problem is listed.</exception>
    public static IReadOnlyList<UserBeat> Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        name = Printable.Of(name);
        List<UserBeat> beats = [];
        List<string> problems = [];
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string content = line.Trim().TrimStart('\uFEFF');
            if (content.Length == 0 || content[0] == '#')
            {
                continue;
            }

            if (Line(content) is not { } beat)
            {
                problems.Add(
                    $"{name}, line {number} is not a beat. Write seconds (0 or more, with a decimal point), "
                        + $"optionally a tab and the position in the bar (1 to 16)."
                );
            }
            else if (beats.Count > 0 && beat.Time <= beats[^1].Time)
            {
                problems.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name}, line {number}: the beat at {beat.Time:0.###} s is not after the one before it, at "
                            + $"{beats[^1].Time:0.###} s."
                    )
                );
            }
            else
            {
                beats.Add(beat);
            }
        }

        if (problems.Count == 0 && beats.Count < 2)
        {
            problems.Add($"{name}: at least two beats are needed, it has {beats.Count}.");
        }

        if (problems.Count > 0)
        {
            string[] more = problems.Count > MaxProblems ? [$"{name}: {problems.Count - MaxProblems} more lines are wrong."] : [];
            throw new ConfigurationException(Problem.Of(ErrorCode.BeatsInvalid, [.. problems.Take(MaxProblems), .. more]));
        }

        return beats;
    }

    private static UserBeat? Line(string content)
    {
        string[] parts = content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (Seconds(parts[0]) is not { } time)
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return new UserBeat(time, 0);
        }

        if (parts.Length == 2 && Position(parts[1]) is { } position)
        {
            return new UserBeat(time, position);
        }

        bool isLabel =
            Seconds(parts[1]) is { } end && end >= time && (parts.Length > 2 || parts[1].Contains('.', StringComparison.Ordinal));
        return isLabel ? new UserBeat(time, parts.Length == 3 ? Position(parts[2]) ?? 0 : 0) : null;
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
        && value < 1e6
            ? value
            : null;

    private static int? Position(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= 16 ? value : null;
}
