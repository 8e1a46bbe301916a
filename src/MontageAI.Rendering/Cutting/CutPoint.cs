using System.Globalization;

namespace MontageAI.Rendering.Cutting;

/// <summary>A place in a file: a moment in seconds, or a frame counted from 0 in the order in which they are shown. One of the two is
/// set.</summary>
/// <param name="Seconds">Seconds on the file's own clock, as a player shows them.</param>
/// <param name="Frame">Number of a frame.</param>
public readonly record struct CutPoint(double? Seconds, long? Frame)
{
    /// <summary>Reads "12.5", "1:02.5", "0:01:02.500" or "f123".</summary>
    /// <returns>False when the text is none of these, or negative.</returns>
    public static bool TryParse(string? text, out CutPoint point)
    {
        point = default;
        string plain = (text ?? "").Trim();
        if (plain.StartsWith('f'))
        {
            bool isFrame = long.TryParse(plain.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long frame);
            point = new CutPoint(null, frame);
            return isFrame;
        }

        double seconds = 0;
        string[] parts = plain.Split(':');
        for (int i = 0; i < parts.Length; i++)
        {
            NumberStyles style = i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (
                parts.Length > 3
                || !double.TryParse(parts[i], style, CultureInfo.InvariantCulture, out double value)
                || (i > 0 && value >= 60)
            )
            {
                return false;
            }

            seconds = (seconds * 60) + value;
        }

        point = new CutPoint(seconds, null);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Frame is { } frame
            ? string.Create(CultureInfo.InvariantCulture, $"frame {frame}")
            : string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.###} s");
}
