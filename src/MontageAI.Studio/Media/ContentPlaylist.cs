using System.Globalization;
using System.Text;
using MontageAI.Engine.Screening;
using MontageAI.Timelines;

namespace MontageAI.Studio.Media;

/// <summary>A plan as HLS (RFC 8216) whose segments are its shots' files: another plan is another list of mostly the same ones.</summary>
internal static class ContentPlaylist
{
    /// <summary>The list of lists.</summary>
    /// <param name="hasSound">Whether there is sound.</param>
    public static string Index(bool hasSound)
    {
        StringBuilder text = new("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (hasSound)
        {
            text.Append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"sound\",DEFAULT=YES,AUTOSELECT=YES,URI=\"sound.m3u8\"\n");
        }

        text.Append("#EXT-X-STREAM-INF:BANDWIDTH=3000000").Append(hasSound ? ",AUDIO=\"sound\"" : "").Append("\npictures.m3u8\n");
        return text.ToString();
    }

    /// <summary>The pictures: all shots up to the first of which there are none.</summary>
    public static string Pictures(Timeline plan, IReadOnlyList<ScreenedShot> shots)
    {
        StringBuilder text = Begin(
            plan.Shots.Max(s => plan.Rate.SecondsAt(s.Record.Length)),
            shots.All(s => s.Shown is not null) && shots.Count == plan.Shots.Count
        );
        int next = 0;
        foreach (ScreenedShot shot in shots)
        {
            if (shot.Index != next++ || shot.Shown is not { } part)
            {
                break;
            }

            TimelineShot planned = plan.Shots[shot.Index];
            double seconds = Rounded(plan, planned.Record.End) - Rounded(plan, planned.Record.Start);
            string file = $"../../shots/{part.Key}.m4s";
            text.Append(
                CultureInfo.InvariantCulture,
                $"#EXT-X-MAP:URI=\"{file}?head=1\"\n#EXTINF:{seconds:0.000000},\n{file}?at={planned.Record.Start}\n"
            );
        }

        return End(text, next == plan.Shots.Count && shots.All(s => s.Shown is not null));
    }

    /// <summary>The sound.</summary>
    public static string Sound(Timeline plan, SoundPart sound)
    {
        double left = plan.Rate.SecondsAt(plan.Frames);
        StringBuilder text = Begin(Containers.Streaming.SoundPieces.Seconds, complete: true);
        for (int i = 0; i < sound.Pieces; i++)
        {
            string file = string.Create(CultureInfo.InvariantCulture, $"../../sound/{sound.Key}/{i}.m4s");
            double seconds = Math.Min(left, Containers.Streaming.SoundPieces.Seconds);
            text.Append(i == 0 ? $"#EXT-X-MAP:URI=\"{file}?head=1\"\n" : "");
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{seconds:0.000000},\n{file}?at=1\n");
            left -= seconds;
        }

        return End(text, complete: true);
    }

    private static StringBuilder Begin(double longest, bool complete)
    {
        StringBuilder text = new("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{Math.Max(1, Math.Ceiling(longest))}\n");
        return text.Append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:").Append(complete ? "VOD" : "EVENT").Append('\n');
    }

    private static string End(StringBuilder text, bool complete) => text.Append(complete ? "#EXT-X-ENDLIST\n" : "").ToString();

    private static double Rounded(Timeline plan, long frame) => Math.Round(plan.Rate.SecondsAt(frame), 6);
}
