using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Editing.Materials;

/// <summary>One clip that a plan may use, with everything known about it so far.</summary>
public sealed record ClipMaterial
{
    /// <summary>Short name within the plan, for example "c03"; unique among the clips.</summary>
    public required string Id { get; init; }

    /// <summary>What its container says. A clip without a moving-picture stream is never chosen.</summary>
    public required MediaInfo Info { get; init; }

    /// <summary>The file and its fingerprint.</summary>
    public required SourceFile File { get; init; }

    /// <summary>What was measured, as far up the ladder as was climbed. Missing measures are treated as missing, not as average.</summary>
    public required ClipAnalysis Analysis { get; init; }

    /// <summary>How well its pictures fit the request's wishes, in order of time; empty where nobody looked.</summary>
    public IReadOnlyList<WishedPicture> Wished { get; init; } = [];
}
