using System.Globalization;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Looks;

/// <summary>Filters for the look of a shot: colours, and as far as the profile does them, noise removal, sharpening, vignette and
/// grain.</summary>
internal static class LookFilters
{
    /// <summary>Filters with leading commas that work on a picture before it is moved or cut: noise removal, then colours. Empty for a shot
    /// as it is.</summary>
    public static string Colours(ShotFeed feed, RenderProfile profile, SideFiles files)
    {
        string text = "";
        double denoise = Math.Min(1, (feed.Look?.Denoise ?? 0) + (feed.Shot.Correction?.Denoise ?? 0));
        if (denoise > 0 && profile.Enhancement == EnhancementLevel.Full)
        {
            text += string.Create(
                CultureInfo.InvariantCulture,
                $",hqdn3d={4 * denoise:0.###}:{3 * denoise:0.###}:{6 * denoise:0.###}:{4.5 * denoise:0.###}"
            );
        }

        if (!Grade.IsNeutral(feed.Shot.Correction, feed.Look))
        {
            string identity = Grade.Identity(feed.Shot.Correction, feed.Look);
            string table = files.Add(
                ".cube",
                identity,
                () => files.Tables.Get(identity, () => new Grade(feed.Shot.Correction, feed.Look).Cube())
            );
            text +=
                $",scale=in_color_matrix=bt709:in_range=tv:flags=accurate_rnd+full_chroma_int+bicubic,format=gbrpf32le,lut3d=file={table}"
                + ",scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+bicubic,format=yuv420p,"
                + "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";
        }

        return text;
    }

    /// <summary>Filters with leading commas that work on the picture on the canvas: sharpening, vignette, grain. Empty for a shot as it
    /// is.</summary>
    public static string Finish(ShotFeed feed, RenderProfile profile)
    {
        string text = "";
        double sharpen = Math.Min(1, (feed.Look?.Sharpen ?? 0) + (feed.Shot.Correction?.Sharpen ?? 0)) * profile.SharpenShare;
        if (sharpen > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $",unsharp=5:5:{1.5 * sharpen:0.###}:5:5:0");
        }

        if (feed.Look is { Vignette: > 0 and var dark })
        {
            // The filter darkens by the fourth power of the cosine of an angle that grows outwards.
            text += string.Create(CultureInfo.InvariantCulture, $",vignette=angle={0.8 * Math.Sqrt(Math.Min(1, dark)):0.####}:dither=0");
        }

        if (feed.Look is { Grain: > 0 and var grain } && profile.Enhancement == EnhancementLevel.Full)
        {
            text += string.Create(
                CultureInfo.InvariantCulture,
                $",noise=c0_strength={(int)Math.Round(2 + (22 * Math.Min(1, grain)))}:c0_flags=t:c0_seed={Seed(feed)}"
            );
        }

        return text;
    }

    // Every shot has grain of its own, and the same one whenever it is rendered.
    private static int Seed(ShotFeed feed)
    {
        ulong hash = 14695981039346656037;
        foreach (long part in new[] { feed.Shot.In.Ticks, feed.From, feed.Shot.Record.Length, feed.Video.Width })
        {
            hash = (hash ^ (ulong)part) * 1099511628211;
        }

        return (int)(hash >> 34);
    }
}
