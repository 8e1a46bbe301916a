using System.Globalization;

namespace MontageAI.Media;

/// <summary>
/// What the name of a GoPro file says: long recordings are cut into chapters, whose number stands before that of the recording (GH010123,
/// GX020123, GP010123), and of older cameras the first is GOPR0123.
/// </summary>
/// <param name="Kind">What stands before the numbers, capitals: "GH", "GX"; "GP" for the first chapter of older cameras too.</param>
/// <param name="Recording">Number of the recording.</param>
/// <param name="Chapter">Number of the chapter; 0 for the first of older cameras.</param>
public readonly record struct GoProName(string Kind, int Recording, int Chapter)
{
    private const int Length = 8;

    /// <summary>Reads a name.</summary>
    /// <param name="stem">The file's name without its ending.</param>
    /// <returns>Null where it is no such name.</returns>
    public static GoProName? Of(ReadOnlySpan<char> stem)
    {
        if (
            stem.Length != Length
            || stem[0] is not ('G' or 'g')
            || !char.IsAsciiLetter(stem[1])
            || stem[4..].ContainsAnyExceptInRange('0', '9')
        )
        {
            return null;
        }

        int recording = int.Parse(stem[4..], NumberStyles.None, CultureInfo.InvariantCulture);
        return char.IsAsciiDigit(stem[2]) && char.IsAsciiDigit(stem[3])
                ? new GoProName(
                    stem[..2].ToString().ToUpperInvariant(),
                    recording,
                    int.Parse(stem[2..4], NumberStyles.None, CultureInfo.InvariantCulture)
                )
            : stem.StartsWith("GOPR", StringComparison.OrdinalIgnoreCase) ? new GoProName("GP", recording, 0)
            : null;
    }
}
