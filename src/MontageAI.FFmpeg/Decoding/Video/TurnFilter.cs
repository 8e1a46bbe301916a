using MontageAI.Media;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// Filters that show a decoded picture as it is meant. All that decode pictures use them and tell FFmpeg not to turn by itself
/// ("-noautorotate"): which side data it honours, and whether mirrored, differs between its versions.
/// </summary>
public static class TurnFilter
{
    /// <summary>The filters with a leading comma, or empty.</summary>
    public static string Of(VideoStreamInfo video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return (video.Turn.Degrees, video.Turn.IsMirrored) switch
        {
            (0, true) => ",hflip",
            (90, false) => ",transpose=clock",
            (90, true) => ",transpose=cclock_flip",
            (180, false) => ",hflip,vflip",
            (180, true) => ",vflip",
            (270, false) => ",transpose=cclock",
            (270, true) => ",transpose=clock_flip",
            _ => "",
        };
    }
}
