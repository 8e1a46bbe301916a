using System.Globalization;
using MontageAI.Time;

namespace MontageAI.Rendering.Cutting;

/// <summary>A place in a file: a moment in seconds, or a frame counted from 0 in the order in which they are shown. One of the two is
/// set.</summary>
/// <param name="Seconds">Seconds on the file's own clock, as a player shows them.</param>
/// <param name="Frame">Number of a frame.</param>
public readonly record struct CutPoint(double? Seconds, long? Frame)
{
    // More than any file lasts, and little enough for ticks of every clock.
    private const double MostSeconds = 1e7;

    /// <summary>Reads "12.5", "1:02.5", "0:01:02.500" or "f123".</summary>
    /// <returns>False when the text is none of these, or negative.</returns>
    public static bool TryParse(string? text, out CutPoint point)
    {
        point = default;
        string plain = text ?? "";
        if (plain.StartsWith('f'))
        {
            bool isFrame = long.TryParse(plain.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long frame);
            point = new CutPoint(null, frame);
            return isFrame;
        }

        bool isTime =
            NumberText.TrySeconds(plain, out double seconds, out _) && seconds is >= 0 and <= MostSeconds && !plain.StartsWith('-');
        point = new CutPoint(isTime ? seconds : null, null);
        return isTime;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Frame is { } frame
            ? string.Create(CultureInfo.InvariantCulture, $"frame {frame}")
            : string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.###} s");
}
