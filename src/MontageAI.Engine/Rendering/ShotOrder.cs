using MontageAI.Engine.Jobs;
using MontageAI.Keys;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>A shot that is to be made.</summary>
/// <param name="Job">What to render.</param>
/// <param name="Key">What it is kept under.</param>
/// <param name="Substitute">What it is kept under where software takes over from hardware; the same key without hardware.</param>
/// <param name="Fingerprint">Content fingerprint of its source.</param>
internal sealed record ShotOrder(ShotRequest Job, ContentKey Key, ContentKey Substitute, string Fingerprint)
{
    /// <summary>Whether all pictures of its source have one size; proxies are made of such only.</summary>
    public bool HasOneShape { get; init; } = true;

    /// <summary>The plan that it is a shot of.</summary>
    public required Timeline Plan { get; init; }

    /// <summary>Number of shots of that plan that will not change any more.</summary>
    public required int Settled { get; init; }

    /// <summary>The key of a rendered shot.</summary>
    /// <param name="context">The job.</param>
    /// <param name="job">What to render.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="source">Its source.</param>
    public static ContentKey KeyOf(JobContext context, ShotRequest job, FilmFormat format, TimelineSource source) =>
        ContentKey
            .For("shot", context.Rungs, Rung.Shots)
            .With("tool", context.ToolVersion.Rendering)
            .With("recipe", ShotRecipe.Of(job, format, source.Fingerprint))
            .Build();
}
