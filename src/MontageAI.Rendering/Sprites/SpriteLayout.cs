using System.Globalization;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Rendering.Shots;
using MontageAI.Time;

namespace MontageAI.Rendering.Sprites;

/// <summary>Which pictures of a clip go onto its sprite sheets, how large, and how they are laid out. Follows from the container's facts
/// alone.</summary>
/// <param name="TileWidth">Width of a picture, pixels.</param>
/// <param name="TileHeight">Height of a picture, pixels, even.</param>
/// <param name="Columns">Pictures side by side on a sheet.</param>
/// <param name="Rows">Rows of a sheet; on the last sheet some may be empty.</param>
/// <param name="LeastTicks">Ticks of the stream's time base from one picture to the next, at least.</param>
/// <param name="OnlyKeyFrames">Whether only key frames are shown, so that nothing else needs to be decoded.</param>
public sealed record SpriteLayout(int TileWidth, int TileHeight, int Columns, int Rows, long LeastTicks, bool OnlyKeyFrames)
{
    private const int Width = 160;
    private const int Side = 10;
    private const double Seconds = 1;
    private const int MostPictures = 600;

    // Key frames a second apart are never quite that.
    private const double KeyFrameSlack = 0.75;

    /// <summary>Pictures on a full sheet.</summary>
    public int PerSheet => Columns * Rows;

    /// <summary>The layout of a clip: a picture a second, fewer in clips of more than ten minutes, at most 100 to a sheet.</summary>
    /// <param name="info">The clip.</param>
    /// <param name="video">The stream to show.</param>
    /// <param name="onlyKeyFrames">Whether only key frames are decoded.</param>
    public static SpriteLayout For(MediaInfo info, VideoStreamInfo video, bool onlyKeyFrames)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(video);
        double aspect = (double)Math.Max(1, video.DisplayWidth) / Math.Max(1, video.DisplayHeight);
        double? duration = video.DurationSeconds ?? info.DurationSeconds;
        double interval = Math.Max(Seconds, (duration ?? 0) / MostPictures);
        int expected = duration is { } d ? (int)Math.Clamp(Math.Ceiling(d / interval) + 1, 1, Side * Side) : Side * Side;
        int columns = Math.Min(Side, expected);
        long least = MediaTime.FromSeconds(interval * (onlyKeyFrames ? KeyFrameSlack : 1), video.TimeBase).Ticks;
        return new SpriteLayout(
            Width,
            Math.Clamp((int)Math.Round(Width / aspect / 2) * 2, 16, 4 * Width),
            columns,
            Math.Min(Side, (expected + columns - 1) / columns),
            Math.Max(1, least),
            onlyKeyFrames
        );
    }

    /// <summary>Which frames are shown: the first, then each that comes long enough after the one before.</summary>
    /// <param name="ticks">PTS of the frames that were decoded, ascending.</param>
    internal IReadOnlyList<long> Choose(IReadOnlyList<long> ticks)
    {
        ArgumentNullException.ThrowIfNull(ticks);
        List<long> chosen = [];
        foreach (long tick in ticks)
        {
            if (chosen.Count == 0 || tick - chosen[^1] >= LeastTicks)
            {
                chosen.Add(tick);
            }
        }

        return chosen;
    }

    /// <summary>Everything that decides the sheets, as text to be hashed into their key.</summary>
    /// <param name="video">The stream.</param>
    /// <param name="sourceFingerprint">Content fingerprint of the clip.</param>
    public string Recipe(VideoStreamInfo video, string sourceFingerprint)
    {
        ArgumentNullException.ThrowIfNull(video);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"source {sourceFingerprint} stream {video.Index}\nfilter {Filters(video)}\nencode " + $"{string.Join(' ', Encoding(video))}\n"
        );
    }

    /// <summary>From decoded pictures to sheets: what <see cref="Choose"/> says, upright, in the colours and range of JPEG.</summary>
    internal string Filters(VideoStreamInfo video)
    {
        bool sideways = video.Turn.IsSideways;
        string drawn = ShotColor.Filters(video, sideways ? TileHeight : TileWidth, sideways ? TileWidth : TileHeight, "area");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"select='isnan(prev_selected_pts)+gte(pts-prev_selected_pts,{LeastTicks})',{drawn}{TurnFilter.Of(video)},setsar=1,"
                + $"scale=in_color_matrix=bt709:out_color_matrix=bt601:in_range=tv:out_range=pc,format=yuvj420p,tile={Columns}x{Rows}"
        );
    }

    /// <summary>Options of the output, without its name.</summary>
    internal static IReadOnlyList<string> Encoding(VideoStreamInfo video) =>
        [
            "-c:v",
            "mjpeg",
            "-q:v",
            "5",
            "-threads",
            "1",
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            $"{video.TimeBase.Numerator}:{video.TimeBase.Denominator}",
            "-flags:v",
            "+bitexact",
            "-f",
            "image2pipe",
        ];
}
