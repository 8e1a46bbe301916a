using System.Globalization;
using System.Text;
using MontageAI.Time;

namespace MontageAI.Containers.Streaming;

/// <summary>A segment as the playlist names it.</summary>
/// <param name="Name">File.</param>
/// <param name="Header">File of the header that its samples need.</param>
/// <param name="Frames">Frames in it; 0 for one of sound alone.</param>
/// <param name="Seconds">Length where it has no frames.</param>
internal sealed record PlaylistEntry(string Name, string Header, long Frames, double Seconds = 0);

/// <summary>The text of the playlist (RFC 8216, version 7).</summary>
internal static class StreamPlaylist
{
    /// <summary>Comment by which a folder of ours is known.</summary>
    public const string Mark = "# Montage AI preview stream";

    /// <summary>Line that says that no segment will follow.</summary>
    public const string End = "#EXT-X-ENDLIST";

    /// <summary>Writes the playlist.</summary>
    /// <param name="entries">Segments so far.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="longestSeconds">No segment is longer.</param>
    /// <param name="isComplete">Whether no segment will follow.</param>
    public static string Text(IReadOnlyList<PlaylistEntry> entries, FrameRate rate, double longestSeconds, bool isComplete)
    {
        StringBuilder text = new();
        text.Append("#EXTM3U\n").Append(Mark).Append("\n#EXT-X-VERSION:7\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{Math.Max(1, Math.Ceiling(longestSeconds))}\n");
        text.Append(
            "#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-START:TIME-OFFSET=0,PRECISE=YES\n"
        );
        string? header = null;
        long frame = 0;
        foreach (PlaylistEntry entry in entries)
        {
            if (entry.Header != header)
            {
                header = entry.Header;
                text.Append("#EXT-X-MAP:URI=\"").Append(header).Append("\"\n");
            }

            // Differences of absolute times, so that rounding never adds up.
            double seconds = entry.Frames == 0 ? entry.Seconds : Rounded(rate, frame + entry.Frames) - Rounded(rate, frame);
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{seconds:0.000000},\n{entry.Name}\n");
            frame += entry.Frames;
        }

        return text.Append(isComplete ? End + "\n" : "").ToString();
    }

    private static double Rounded(FrameRate rate, long frame) => Math.Round(rate.SecondsAt(frame), 6);
}
