using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Knows the small copies of recordings that cameras and editors leave beside them, by their names: DJI (DJI_0001.LRF), GoPro
/// (GL010123.LRV), Insta360 (LRV_...), Sony (C0001S03.MP4 in SUB, and the thumbnails in THMBNL), and proxies of editors (folders "Proxy"
/// and "Proxies", names that end in "_Proxy"). A copy whose recording is not there is a clip like any other.
/// </summary>
/// <param name="folders">All folders that are searched, by path.</param>
internal sealed class SmallCopies(IReadOnlyDictionary<string, FolderContents> folders)
{
    // Recordings that FFmpeg opens; a proxy of a raw format is all there is to show.
    private static readonly HashSet<string> s_recordings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4",
        ".mov",
        ".m4v",
        ".mxf",
        ".avi",
        ".mkv",
        ".mts",
        ".m2ts",
        ".ts",
        ".mpg",
        ".webm",
        ".360",
        ".insv",
    };

    private static readonly string[] s_endings = ["_proxy", "-proxy", ".proxy", " proxy"];

    private readonly Dictionary<string, HashSet<string>> _stems = new(StringComparer.Ordinal);

    /// <summary>Whether a file is a small copy, or a thumbnail, of a recording that is there.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    public bool Contain(FolderContents folder, string name)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".lrf" or ".lrv" => HasRecording(folder.Path, stem) || IsOfGoPro(folder.Path, stem) || IsOfInsta360(folder.Path, stem),
            ".jpg" => IsOfSony(folder.Path, Before(stem, 'T'), "THMBNL"),
            string ending => s_recordings.Contains(ending)
                && (IsOfSony(folder.Path, Before(stem, 'S'), "SUB") || IsOfEditor(folder.Path, stem) || IsOfInsta360(folder.Path, stem)),
        };
    }

    private bool IsOfGoPro(string folder, string stem) =>
        GoProName.Of(stem) is { Kind: "GL" } && "XHSP".Any(kind => HasRecording(folder, $"G{kind}{stem[2..]}"));

    // LRV_20240131_120000_01_023 is a copy of VID_20240131_120000_00_023: the number in the middle tells the lens.
    private bool IsOfInsta360(string folder, string stem) =>
        stem.Split('_') is [var kind, var day, var time, _, var number]
        && kind.Equals("LRV", StringComparison.OrdinalIgnoreCase)
        && StemsOf(folder)
            .Any(s =>
                s.Contains($"VID_{day}_{time}_", StringComparison.OrdinalIgnoreCase)
                && s.EndsWith("_" + number, StringComparison.OrdinalIgnoreCase)
            );

    private bool IsOfSony(string folder, string? recording, string place) =>
        recording is not null
        && (
            (IsSonyName(recording) && HasRecording(folder, recording))
            || (
                IsNamed(folder, place)
                && Path.GetDirectoryName(folder) is { } above
                && (HasRecording(Path.Combine(above, "CLIP"), recording) || HasRecording(Path.Combine(above, "Clip"), recording))
            )
        );

    // C0001, with whatever the camera was told to write before it.
    private static bool IsSonyName(string stem) => stem.Length >= 5 && (stem[^5] is 'C' or 'c') && AreDigits(stem.AsSpan(stem.Length - 4));

    private bool IsOfEditor(string folder, string stem)
    {
        string? recording = s_endings.FirstOrDefault(e => stem.Length > e.Length && stem.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            is { } ending
            ? stem[..^ending.Length]
            : null;
        return (recording is not null && HasRecording(folder, recording))
            || (
                (IsNamed(folder, "Proxy") || IsNamed(folder, "Proxies"))
                && Path.GetDirectoryName(folder) is { } above
                && (HasRecording(above, stem) || (recording is not null && HasRecording(above, recording)))
            );
    }

    private static bool IsNamed(string folder, string name) =>
        string.Equals(Path.GetFileName(folder), name, StringComparison.OrdinalIgnoreCase);

    private bool HasRecording(string folder, string stem) => StemsOf(folder).Contains(stem);

    private HashSet<string> StemsOf(string folder)
    {
        if (!_stems.TryGetValue(folder, out HashSet<string>? stems))
        {
            IEnumerable<string> names = folders.TryGetValue(folder, out FolderContents? contents) ? contents.Files : [];
            stems = names
                .Where(n => s_recordings.Contains(Path.GetExtension(n)))
                .Select(n => Path.GetFileNameWithoutExtension(n))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            _stems.Add(folder, stems);
        }

        return stems;
    }

    // "C0001S03" ends in "S" and two digits, and is a copy of "C0001".
    private static string? Before(string stem, char letter) =>
        stem.Length > 3 && char.ToUpperInvariant(stem[^3]) == letter && char.IsAsciiDigit(stem[^2]) && char.IsAsciiDigit(stem[^1])
            ? stem[..^3]
            : null;

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
