using System.Globalization;

namespace MontageAI.Rendering.Encoders;

/// <summary>Reads what FFmpeg's ssim filter writes: a line per frame, with the similarity over all planes after "All:".</summary>
internal static class SsimLines
{
    /// <summary>The mean over all frames.</summary>
    /// <exception cref="InvalidDataException">There is not one line with a figure.</exception>
    public static double Mean(string text)
    {
        double[] values = [.. text.Split('\n').Select(Value).OfType<double>()];
        return values.Length > 0 ? values.Average() : throw new InvalidDataException("its pictures could not be compared");
    }

    private static double? Value(string line)
    {
        int at = line.IndexOf("All:", StringComparison.Ordinal);
        return at >= 0 && double.TryParse(line[(at + 4)..].Split(' ')[0], CultureInfo.InvariantCulture, out double value) ? value : null;
    }
}
