using System.Globalization;
using System.Text;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Edl;

/// <summary>Names as edit decision lists hold them: plain ASCII, reels of eight letters and digits.</summary>
internal static class EdlText
{
    private const int ReelLength = 8;

    /// <summary>The word before a shot's name in a comment of ours.</summary>
    public const string Shot = "MONTAGE SHOT: ";

    /// <summary>A text in one line of ASCII; other characters are underscores.</summary>
    public static string Ascii(string text)
    {
        StringBuilder ascii = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            ascii.Append(rune.Value is >= 0x20 and < 0x7f ? (char)rune.Value : '_');
        }

        return ascii.ToString();
    }

    /// <summary>A path as it is where it is plain ASCII, else as a URL.</summary>
    public static string Place(string path) =>
        path.All(c => c is >= ' ' and < (char)0x7f) && path.Trim() == path ? path : MediaPaths.ToUrl(path);

    /// <summary>Reels of files, by their names within the sequence: unique after shortening.</summary>
    public static Dictionary<string, string> Reels(IReadOnlyList<SequenceMedia> media, TargetProgram target)
    {
        Dictionary<string, string> reels = [];
        HashSet<string> used = ["BL", "AX"];
        foreach (SequenceMedia file in media)
        {
            string reel = target == TargetProgram.Premiere ? "AX" : Unique(Letters(file.Reel ?? MediaPaths.StemOf(file.Path)), used);
            reels[file.Id] = reel;
        }

        return reels;
    }

    private static string Letters(string name)
    {
        string letters = string.Concat(name.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        return letters.Length == 0 ? "CLIP"
            : letters.Length > ReelLength ? letters[..ReelLength]
            : letters;
    }

    private static string Unique(string reel, HashSet<string> used)
    {
        for (int i = 2; !used.Add(reel); i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            string stem = reel.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            reel = stem[..Math.Min(stem.Length, ReelLength - number.Length)] + number;
        }

        return reel;
    }
}
