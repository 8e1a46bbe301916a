using MontageAI.Engine.Jobs;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.Media;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>What a profile and this FFmpeg leave out of what a plan asks for, found while its shots come in, and told in the
/// report.</summary>
internal sealed class RenderLimits(JobContext context)
{
    private readonly SortedSet<string> _omitted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _telecine = [];
    private bool _knowsSteadying;

    /// <summary>Notes what is left out of some shots. Asking FFmpeg costs a process, so only plans that need it do.</summary>
    /// <returns>The look, with the steadying that this FFmpeg has.</returns>
    public async Task<FilmFormat> NoteAsync(
        Timeline plan,
        IEnumerable<TimelineShot> more,
        IReadOnlyDictionary<string, MediaInfo> media,
        FilmFormat format,
        CancellationToken cancellationToken
    )
    {
        TimelineShot[] shots = [.. more];
        _telecine.UnionWith(shots.Select(s => s.Source).Where(s => media.GetValueOrDefault(s)?.MainVideo is { } v && MayBeTelecine(v)));
        _omitted.UnionWith(ProfileOmissions.Of(shots, plan.Look, format.Profile));
        foreach (string curve in ProfileOmissions.UnknownCurves(shots))
        {
            context.Recorder.Degrade(
                "log footage stays as it was recorded",
                $"the curve '{curve}' is not known",
                "Its shots look flat. Give a .cube table for it."
            );
        }

        if (_knowsSteadying || format.Profile.Enhancement == EnhancementLevel.None || !shots.Any(s => s.Correction is { Stabilise: > 0 }))
        {
            return format;
        }

        _knowsSteadying = true;
        IReadOnlySet<string> filters = await FilterList.ReadAsync(context.Tools, cancellationToken).ConfigureAwait(false);
        if (filters.Contains("vidstabtransform") && filters.Contains("vidstabdetect"))
        {
            return format;
        }

        format = format with { Steadying = filters.Contains("deshake") ? SteadyingTool.Deshake : SteadyingTool.None };
        context.Recorder.Degrade(
            "shaking shots are steadied less well",
            "this FFmpeg is built without vid.stab",
            format.Steadying == SteadyingTool.Deshake ? "The simpler filter 'deshake' was used." : "They stay as they were recorded."
        );
        return format;
    }

    private static bool MayBeTelecine(VideoStreamInfo video) =>
        video.IsInterlaced && (video.AverageRate ?? video.BaseRate)?.Value is > 29.9 and < 30;

    /// <summary>Tells in one sentence what the profile left out, and in one what was left in.</summary>
    public void Tell(RenderProfile profile)
    {
        if (_telecine.Count > 0)
        {
            context.Recorder.Degrade(
                "interlaced pictures were made whole, one of each frame",
                $"{_telecine.Count} of the clips shown are interlaced at 29.97 frames per second",
                "Film that was put into them by 3:2 pulldown (telecine) keeps its uneven steps; there are no teeth at edges."
            );
        }

        if (_omitted.Count > 0)
        {
            context.Recorder.Degrade(
                $"left out of this rendering: {string.Join(", ", _omitted)}",
                $"the profile '{profile.Word}' saves the time for it",
                "Cuts, colours, moves and transitions are the same in all profiles; high and master leave nothing out."
            );
        }
    }
}
