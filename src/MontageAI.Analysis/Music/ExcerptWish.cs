namespace MontageAI.Analysis.Music;

/// <summary>What a montage wants of the part of the song that it is set to.</summary>
public sealed record ExcerptWish
{
    /// <summary>Nothing but a good part.</summary>
    public static ExcerptWish None { get; } = new();

    /// <summary>How the energy should go from the beginning to the end, 0 to 1 at even steps; empty leaves it to the song.</summary>
    public IReadOnlyList<double> Course { get; init; } = [];

    /// <summary>How much the course counts, 0 to 1.</summary>
    public double CourseStrength { get; init; }

    /// <summary>Whether a build and a drop (the start of a chorus that is louder than what comes before it) must lie inside.</summary>
    public bool NeedsDrop { get; init; }

    /// <summary>Whether the part has the asked length to the frame; else it ends on a bar line at most half a bar from it.</summary>
    public bool IsExact { get; init; }
}
