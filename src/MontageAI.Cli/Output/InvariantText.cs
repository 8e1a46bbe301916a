using System.Globalization;

namespace MontageAI.Cli.Output;

/// <summary>Text with numbers that are written the same in every country.</summary>
internal static class InvariantText
{
    /// <summary>The text of one piece or several.</summary>
    public static string Of(params FormattableString[] pieces)
    {
        if (pieces.Length == 1)
        {
            return pieces[0].ToString(CultureInfo.InvariantCulture);
        }

        string[] texts = new string[pieces.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = pieces[i].ToString(CultureInfo.InvariantCulture);
        }

        return string.Concat(texts);
    }
}
