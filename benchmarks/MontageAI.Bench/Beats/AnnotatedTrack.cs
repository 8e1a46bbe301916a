using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MontageAI.Bench.Beats;

/// <summary>A recording with annotated beats.</summary>
/// <param name="File">The recording.</param>
/// <param name="Group">Where it comes from: GTZAN excerpts, songs produced on an exact grid, other.</param>
/// <param name="Genre">GTZAN's genre; empty for others.</param>
/// <param name="IsTest">Never used for choosing constants or fitting.</param>
internal sealed record AnnotatedTrack(string File, string Group, string Genre, bool IsTest)
{
    /// <summary>Group of the 17 s excerpts of GTZAN.</summary>
    public const string Gtzan = "gtzan";

    /// <summary>Group of songs that were produced on an exact grid.</summary>
    public const string ExactGrid = "exact grid";

    /// <summary>Group of the rest.</summary>
    public const string Other = "other";

    /// <summary>Name without folder and extension.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>Which half it belongs to.</summary>
    public string Split => IsTest ? "test" : "validation";

    /// <summary>All annotated recordings below MEDIA/music, in a fixed order.</summary>
    public static IReadOnlyList<AnnotatedTrack> Find(string media)
    {
        string music = Path.Combine(media, "music");
        return
        [
            .. Annotated(Path.Combine(music, "gtzan")).Select(f => Describe(f, Gtzan)),
            .. Annotated(music).Select(f => Describe(f, null)),
        ];
    }

    /// <summary>Annotated beats in seconds, ascending.</summary>
    public double[] Beats() => Times(".beats");

    /// <summary>Annotated downbeats in seconds; empty where bars are not annotated.</summary>
    public double[] Downbeats() => Times(".downbeats");

    // GTZAN: odd numbers are for testing. Others: by the first hexadecimal digit of the SHA-256 of the name.
    private static AnnotatedTrack Describe(string file, string? group)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        string[] parts = name.Split('_');
        bool gtzan = parts[0] == Gtzan;
        bool test = gtzan
            ? int.Parse(parts[2], CultureInfo.InvariantCulture) % 2 == 1
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[0] >= '8';
        bool exact = parts[0] is "osu" or "stepmania" || name.StartsWith("tbd_tutorial_easy", StringComparison.Ordinal);
        return new AnnotatedTrack(file, group ?? (exact ? ExactGrid : Other), gtzan ? parts[1] : "", test);
    }

    private static IEnumerable<string> Annotated(string folder) =>
        !Directory.Exists(folder)
            ? []
            : Directory
                .EnumerateFiles(folder)
                .Where(f =>
                    Path.GetExtension(f) is ".flac" or ".mp3" or ".ogg" or ".m4a" or ".wav"
                    && System.IO.File.Exists(Path.ChangeExtension(f, ".beats"))
                )
                .Order(StringComparer.Ordinal);

    private double[] Times(string extension)
    {
        string path = Path.ChangeExtension(File, extension);
        return System.IO.File.Exists(path)
            ?
            [
                .. System
                    .IO.File.ReadLines(path)
                    .Where(l => l.Trim().Length > 0)
                    .Select(l => double.Parse(l.Split('\t', ' ')[0], CultureInfo.InvariantCulture)),
            ]
            : [];
    }
}
