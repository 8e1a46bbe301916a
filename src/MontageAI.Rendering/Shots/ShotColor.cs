using System.Globalization;
using MontageAI.Media;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// Filters that scale a picture and bring its colours to what every output has: 8-bit 4:2:0, BT.709 matrix, primaries and
/// transfer, limited range. HDR (PQ, HLG) is tone-mapped. What is untagged is taken as players take it: BT.709 for HD sizes,
/// BT.601 below, limited range.
/// </summary>
internal static class ShotColor
{
    private static readonly string[] s_transparent = ["rgba", "bgra", "argb", "abgr"];

    private const string Tags = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

    /// <summary>Scales to the size given and converts; the result is yuv420p with its tags set.</summary>
    public static string Filters(VideoStreamInfo video, int width, int height, string scalerFlags)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{width}:{height}:flags={scalerFlags}");
        bool full = IsFullRange(video);
        if (Transparent(video.PixelFormat) is { } layout)
        {
            // What is transparent shows black, not the colours that happen to lie there; before scaling, so that these do not bleed.
            bool rgb = layout == "gbrap";
            VideoStreamInfo opaque = video with { PixelFormat = rgb ? "gbrp" : layout.Replace("yuva", "yuv", StringComparison.Ordinal) };
            return $"format={layout},premultiply=inplace=1,{Filters(opaque, width, height, scalerFlags)}";
        }

        if (video.Color.IsHdr || video.Color.Primaries == "bt2020")
        {
            return $"scale={size},{WideGamut(video.Color, full)},{Tags}";
        }

        if (IsRgb(video.PixelFormat))
        {
            return $"scale={size}:out_color_matrix=bt709:out_range=tv,format=yuv420p{Narrowed(video.Color)},{Tags}";
        }

        string range = full ? ":in_range=pc:out_range=tv" : "";
        string matrix = Matrix(video) is { } from ? $",colormatrix={from}:bt709" : "";
        return $"scale={size}{range},format=yuv420p{matrix}{Narrowed(video.Color)},{Tags}";
    }

    // From P3's primaries, which telephones record in, to BT.709's. Both stand in BT.709's matrix by now.
    private static string Narrowed(ColorTags color) =>
        color.Primaries is "smpte432" or "smpte431"
            ? $",colorspace=ispace=bt709:iprimaries={color.Primaries}:itrc=bt709:irange=tv"
                + ":space=bt709:primaries=bt709:trc=bt709:range=tv:format=yuv420p"
            : "";

    // The layout with transparency in which pictures are laid over black; null for those without any.
    private static string? Transparent(string? format) =>
        format is null ? null
        : format.StartsWith("yuva", StringComparison.Ordinal)
            ? (format.Contains('1', StringComparison.Ordinal) ? "yuva444p10le" : "yuva444p")
        : format is "pal8" or "ya8" or "ya16be" or "ya16le"
        || format.StartsWith("gbrap", StringComparison.Ordinal)
        || s_transparent.Any(p => format.StartsWith(p, StringComparison.Ordinal))
            ? "gbrap"
        : null;

    // Linear light in units of 100 cd/m2, BT.709 primaries, Hable's curve, then BT.709 again. The steps are those of FFmpeg's
    // documentation of "tonemap". BT.2020 without an HDR transfer needs no curve.
    private static string WideGamut(ColorTags color, bool full)
    {
        string transfer = color.Transfer is "smpte2084" or "arib-std-b67" ? color.Transfer : "bt709";
        string matrix = color.Matrix is "bt709" or "smpte170m" or "bt470bg" or "bt2020c" ? color.Matrix : "bt2020nc";
        string primaries = color.Primaries is "bt709" or "smpte170m" or "bt470bg" or "smpte432" ? color.Primaries : "bt2020";
        string input = $"tin={Zimg(transfer)}:min={Zimg(matrix)}:pin={Zimg(primaries)}:rin={(full ? "full" : "limited")}";
        string curve = color.IsHdr ? ",tonemap=hable:desat=0" : "";
        return $"zscale={input}:t=linear:npl=100,format=gbrpf32le,zscale=p=709{curve},zscale=t=709:m=709:r=limited,format=yuv420p";
    }

    private static string Zimg(string name) =>
        name switch
        {
            "bt709" => "709",
            "bt2020nc" => "2020_ncl",
            "bt2020c" => "2020_cl",
            "bt2020" => "2020",
            "smpte170m" => "170m",
            "bt470bg" => "470bg",
            _ => name,
        };

    private static string? Matrix(VideoStreamInfo video) =>
        video.Color.Matrix switch
        {
            "bt709" => null,
            "smpte170m" or "bt470bg" => "bt601",
            "smpte240m" => "smpte240m",
            "fcc" => "fcc",
            "bt2020nc" or "bt2020c" => "bt2020",
            _ => IsGray(video.PixelFormat) || video.Width >= 1280 || video.Height > 576 ? null : "bt601",
        };

    private static bool IsFullRange(VideoStreamInfo video) =>
        video.Color.Range == "pc" || video.PixelFormat?.StartsWith("yuvj", StringComparison.Ordinal) == true;

    private static bool IsGray(string? format) => format?.StartsWith("gray", StringComparison.Ordinal) == true;

    private static bool IsRgb(string? format) =>
        format is not null
        && (
            format.StartsWith("gbr", StringComparison.Ordinal)
            || format.StartsWith("pal8", StringComparison.Ordinal)
            || new[] { "rgb", "bgr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr" }.Any(p =>
                format.StartsWith(p, StringComparison.Ordinal)
            )
        );
}
