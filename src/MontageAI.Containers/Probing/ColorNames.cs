using MontageAI.Media;

namespace MontageAI.Containers.Probing;

/// <summary>FFmpeg's names of the colour code points of ITU-T H.273; null for unspecified ones and those that FFmpeg takes as
/// unspecified.</summary>
internal static class ColorNames
{
    private static readonly string?[] s_primaries =
    [
        null,
        "bt709",
        null,
        null,
        "bt470m",
        "bt470bg",
        "smpte170m",
        "smpte240m",
        "film",
        "bt2020",
        "smpte428",
        "smpte431",
        "smpte432",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "ebu3213",
    ];

    private static readonly string?[] s_transfers =
    [
        null,
        "bt709",
        null,
        null,
        "bt470m",
        "bt470bg",
        "smpte170m",
        "smpte240m",
        "linear",
        "log100",
        "log316",
        "iec61966-2-4",
        "bt1361e",
        "iec61966-2-1",
        "bt2020-10",
        "bt2020-12",
        "smpte2084",
        "smpte428",
        "arib-std-b67",
    ];

    private static readonly string?[] s_matrices =
    [
        "gbr",
        "bt709",
        null,
        null,
        "fcc",
        "bt470bg",
        "smpte170m",
        "smpte240m",
        "ycgco",
        "bt2020nc",
        "bt2020c",
        "smpte2085",
        "chroma-derived-nc",
        "chroma-derived-c",
        "ictcp",
    ];

    /// <summary>Tags for three code points; the range is not filled in.</summary>
    public static ColorTags Of(uint primaries, uint transfer, uint matrix) =>
        new()
        {
            Primaries = Name(s_primaries, primaries),
            Transfer = Name(s_transfers, transfer),
            Matrix = Name(s_matrices, matrix),
        };

    private static string? Name(string?[] names, uint code) => code < names.Length ? names[code] : null;
}
