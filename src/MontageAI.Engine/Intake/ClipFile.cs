using System.Globalization;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Intake;

/// <summary>A file that may be a clip, before anyone has looked into it.</summary>
/// <param name="Id">Its name in plans: "c" and its number in the list, from 1.</param>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Its size; 0 when it cannot be told.</param>
internal sealed record ClipFile(string Id, string Path, long Bytes)
{
    /// <summary>Names files by their place in the list.</summary>
    public static IReadOnlyList<ClipFile> Name(IReadOnlyList<string> paths)
    {
        string digits = "D" + Math.Max(2, paths.Count.ToString(CultureInfo.InvariantCulture).Length).ToString(CultureInfo.InvariantCulture);
        return [.. paths.Select((p, i) => new ClipFile("c" + (i + 1).ToString(digits, CultureInfo.InvariantCulture), p, SizeOf(p)))];
    }

    // Of a link, of what it leads to.
    private static long SizeOf(string path)
    {
        try
        {
            return FileFacts.Of(path) is { IsPlain: true } facts ? facts.Size : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
