using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Decoding.Video;

namespace MontageAI.Rendering.Sprites;

/// <summary>Finished sprite sheets of a clip.</summary>
/// <param name="Layout">How the pictures lie on them.</param>
/// <param name="Seconds">Seconds from the clip's start at which each picture is shown, ascending.</param>
/// <param name="End">Second at which the clip ends.</param>
public sealed record SpriteSheets(SpriteLayout Layout, IReadOnlyList<double> Seconds, double End)
{
    /// <summary>Parts a file of sheets, as the makers write it, into its JPEG pictures.</summary>
    /// <param name="file">The whole file.</param>
    public static IReadOnlyList<byte[]> Split(ReadOnlySpan<byte> file) => JpegStream.Split(file);

    /// <summary>
    /// The index that players and pages read: WebVTT whose cues name a sheet and a rectangle on it (<c>name.jpg#xywh=x,y,w,h</c>, media
    /// fragments),
    /// each from its picture's moment to the next one's, the first from 0.
    /// </summary>
    /// <param name="sheetName">Name of a sheet by its number from 0, as an URL relative to the index.</param>
    public string WebVtt(Func<int, string> sheetName)
    {
        ArgumentNullException.ThrowIfNull(sheetName);
        StringBuilder text = new("WEBVTT\n");
        for (int i = 0; i < Seconds.Count; i++)
        {
            double from = i == 0 ? 0 : Math.Max(0, Seconds[i]);
            double to = i + 1 < Seconds.Count ? Seconds[i + 1] : Math.Max(End, from + 0.001);
            int place = i % Layout.PerSheet;
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{Stamp(from)} --> {Stamp(to)}\n{sheetName(i / Layout.PerSheet)}#xywh={place % Layout.Columns * Layout.TileWidth},"
                    + $"{place / Layout.Columns * Layout.TileHeight},{Layout.TileWidth},{Layout.TileHeight}\n"
            );
        }

        return text.ToString();
    }

    private static string Stamp(double seconds)
    {
        long ms = (long)Math.Round(seconds * 1000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ms / 3_600_000:00}:{ms / 60_000 % 60:00}:{ms / 1000 % 60:00}.{ms % 1000:000}"
        );
    }
}
