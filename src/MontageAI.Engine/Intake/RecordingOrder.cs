using System.Globalization;
using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>
/// The order of files by their paths, ordinal, but for the chapters of one GoPro recording, which follow each other: their names begin with
/// the chapter (GH010123, GH020123; GOPR0123, GP010123), so that by their letters those of the next recording would come between them.
/// </summary>
internal sealed class RecordingOrder : IComparer<string>
{
    /// <summary>The one there is.</summary>
    public static RecordingOrder Instance { get; } = new();

    private RecordingOrder() { }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        int byRecording = string.CompareOrdinal(KeyOf(x ?? ""), KeyOf(y ?? ""));
        return byRecording != 0 ? byRecording : string.CompareOrdinal(x, y);
    }

    private static string KeyOf(string path)
    {
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        return GoProName.Of(Path.GetFileNameWithoutExtension(name)) is { } chapter
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{path.AsSpan(0, path.Length - name.Length)}{chapter.Kind}{chapter.Recording:0000}{chapter.Chapter:00}"
            )
            : path;
    }
}
