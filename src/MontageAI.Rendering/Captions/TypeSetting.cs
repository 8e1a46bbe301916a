using System.Globalization;
using System.Text;

namespace MontageAI.Rendering.Captions;

/// <summary>
/// How wide words will be, roughly and rather too wide: enough to decide how many fit into a caption. Where lines break exactly is libass's
/// decision, which measures the font.
/// </summary>
internal static class TypeSetting
{
    /// <summary>Width of a word in parts of its type's height.</summary>
    public static double Width(string word, CaptionDesign look, double size)
    {
        double sum = 0;
        foreach (Rune rune in word.EnumerateRunes())
        {
            sum +=
                Letter(rune) * (look.Bold ? 1.08 : 1)
                + (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? 0 : look.Spacing / size);
        }

        return sum;
    }

    /// <summary>Whether a text is written from right to left.</summary>
    public static bool IsRightToLeft(string text) =>
        text.EnumerateRunes().Any(r => r.Value is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC));

    /// <summary>Whether lines may break on either side of a letter without a space.</summary>
    public static bool BreaksAnywhere(Rune rune) =>
        rune.Value
            is (>= 0x2E80 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0x20000 and <= 0x3FFFF)
                or (>= 0x0E00 and <= 0x0E7F);

    // In parts of the type's height as libass takes it (ascent and descent together), for a wide sans serif.
    private static double Letter(Rune rune) =>
        rune.Value switch
        {
            _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format => 0,
            _ when BreaksAnywhere(rune) || rune.Value is (>= 0xAC00 and <= 0xD7AF) or >= 0x1F000 => 0.9,
            'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '!' or '\'' or '|' or ' ' or '(' or ')' or 'f' or 't' or 'r' => 0.32,
            'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.83,
            _ when Rune.IsUpper(rune) => 0.62,
            _ => 0.53,
        };
}
