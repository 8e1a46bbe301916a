using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>Chooses what decides the pixels of a film, from its plan and what was asked for.</summary>
internal static class FilmFormats
{
    /// <summary>The profile that was named, or the one for intent and length.</summary>
    public static RenderProfile ProfileOf(Timeline timeline, FilmOptions options) =>
        options.Profile is { } name
            ? RenderProfile.Of(name)
            : ProfileChooser.Choose(options.Intent, timeline.Rate.SecondsAt(timeline.Frames));

    /// <summary>Rate, canvas, profile and fit.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="options">What was asked for.</param>
    public static FilmFormat Of(Timeline timeline, IReadOnlyDictionary<string, MediaInfo> media, FilmOptions options)
    {
        RenderProfile profile = ProfileOf(timeline, options);
        // Of a plan without shots no source is known, and none is asked for.
        int largest =
            timeline.Sources.Count == 0
                ? 0
                : timeline.Sources.Max(s => Math.Min(media[s.Id].MainVideo!.DisplayWidth, media[s.Id].MainVideo!.DisplayHeight));
        PictureFit fit = options.Fit ?? timeline.Fit ?? PictureFit.Auto;
        // Standard and high are a promise of 1080p; master follows the footage up to 4K.
        Canvas canvas = Canvas.For(timeline.Aspect, profile, profile.ShortSide > 1080 ? Math.Max(1080, largest) : null);
        return new FilmFormat(timeline.Rate, canvas, profile, fit) { FitIsAsked = options.Fit is not null };
    }
}
