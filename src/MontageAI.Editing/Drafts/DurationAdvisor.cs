using MontageAI.Editing.Materials;
using MontageAI.Editing.Selection;

namespace MontageAI.Editing.Drafts;

/// <summary>A length for a montage.</summary>
/// <param name="Seconds">The length, above 0.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record SuggestedDuration(double Seconds, string Reason);

/// <summary>Suggests how long a montage should be when nobody says.</summary>
public static class DurationAdvisor
{
    /// <summary>Length in seconds when neither song nor footage is shorter.</summary>
    public const double DefaultSeconds = 60;

    /// <summary>
    /// The asked length if there is one; else <see cref="DefaultSeconds"/>, but no longer than the song and no longer than the usable
    /// footage fills once.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="music">The song, or null.</param>
    /// <param name="share">Part of the footage that the clips are, above 0 to 1: with less than 1 the rest is taken to be as usable as they
    /// are.</param>
    public static SuggestedDuration Suggest(PlanRequest request, IReadOnlyList<ClipMaterial> clips, MusicMaterial? music, double share = 1)
    {
        if (request.DurationSeconds is { } asked)
        {
            return new(asked, "as asked");
        }

        double seconds = DefaultSeconds;
        string reason = $"the usual {DefaultSeconds:0} s";
        double? song = music is null ? null : LongestMusic(music);
        if (song is { } track && track > 0 && track < seconds)
        {
            (seconds, reason) = (track, "the whole song");
        }

        double footage = StretchFinder.Find(clips, request.ExcludedClips, []).Sum(s => s.Room) / share;
        if (footage > 0 && footage < seconds)
        {
            (seconds, reason) = (footage, $"what {(share < 1 ? "about " : "")}{footage:0.#} s of usable footage fill without repeating");
        }

        return new(seconds, reason);
    }

    // The song without what is silence or noise in it; what was not listened to is taken for music.
    private static double LongestMusic(MusicMaterial music)
    {
        double track = music.TrackSeconds ?? music.Analysis.AnalysedEnd;
        double ahead = Math.Max(0, track - music.Analysis.AnalysedEnd);
        return music.Analysis.Parts.Count == 0
            ? track
            : music.Analysis.Parts.Max(p => p.Seconds + (p.End >= music.Analysis.AnalysedEnd ? ahead : 0));
    }

    /// <summary>Seconds of clips that may be shown, each once.</summary>
    public static double UsableSeconds(IReadOnlyList<ClipMaterial> clips) => StretchFinder.Find(clips, [], []).Sum(s => s.Room);
}
