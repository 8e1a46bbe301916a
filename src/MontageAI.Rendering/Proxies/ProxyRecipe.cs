using System.Globalization;
using System.Text;
using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;

namespace MontageAI.Rendering.Proxies;

/// <summary>Everything that changes the bits of a proxy, as text to be hashed into its content key, and the encoder options that come with
/// it.</summary>
public static class ProxyRecipe
{
    /// <summary>The recipe of one proxy.</summary>
    /// <param name="video">The source's stream.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="sourceFingerprint">Content fingerprint of the source file.</param>
    public static string Of(VideoStreamInfo video, FilmFormat format, string sourceFingerprint)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(format);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"source {sourceFingerprint} stream {video.Index}\n");
        text.Append(CultureInfo.InvariantCulture, $"rate {format.Rate} canvas {format.Canvas} timescale {format.Rate.Timescale}\n");
        text.Append("encode ").AppendJoin(' ', Encoding(video, format)).Append('\n');
        text.Append("filter ").Append(Filters(video, format)).Append('\n');
        return text.ToString();
    }

    /// <summary>
    /// From decoded pictures to the canvas, one for one. Times are those of the look's rate, as in a rendered shot, since they stand in the
    /// parameter sets; the source's own are kept beside the pictures.
    /// </summary>
    internal static string Filters(VideoStreamInfo video, FilmFormat format)
    {
        long numerator = format.Rate.Fraction.Numerator,
            denominator = format.Rate.Fraction.Denominator;
        return ShotFilterGraph.Deinterlace(video, format.Profile)
            + ShotFilterGraph.Picture(video, ProxyView.Held(format))
            + string.Create(
                CultureInfo.InvariantCulture,
                $",settb={denominator}/{numerator},setpts=N,fps={numerator}/{denominator}:round=near"
            );
    }

    /// <summary>
    /// The profile's own encoder options, its rate factor too (decision 0017), with every picture made an IDR picture by force: "keyint=1"
    /// would change the parameter sets. Whoever puts pictures side by side that do not follow one another here must part them by access
    /// unit delimiters, since they may carry the same idr_pic_id (H.264, 7.4.1.2.4).
    /// </summary>
    internal static IReadOnlyList<string> Encoding(VideoStreamInfo video, FilmFormat format) =>
        [.. format.Profile.VideoArguments(), .. ShotCommand.ChromaPlace(video), "-force_key_frames", "expr:1"];
}
