namespace MontageAI.Engine.Reporting;

/// <summary>Plans of the same clips and song with seeds that count up, and how they differ.</summary>
/// <param name="Plans">The plans, in order of their seeds.</param>
/// <param name="Pairs">Every two of them.</param>
/// <param name="Sheet">Contact sheet of all.</param>
/// <param name="Note">What the reader should know; null when all differ enough.</param>
public sealed record VariantSummary(IReadOnlyList<VariantPlan> Plans, IReadOnlyList<VariantPair> Pairs, string Sheet, string? Note)
{
    /// <summary>Share of shots in which any two variants should differ; fewer are told in <see cref="Note"/>.</summary>
    public const double LeastDifference = 0.3;
}

/// <summary>One plan.</summary>
/// <param name="Number">From 1.</param>
/// <param name="File">The timeline.</param>
/// <param name="Seed">Its seed; the same seed gives this plan alone, too.</param>
/// <param name="Shots">Shots.</param>
/// <param name="MeanShotSeconds">Mean length of shots.</param>
/// <param name="Clips">Files that something is shown of.</param>
/// <param name="OnDownbeat">Share of cuts on the first beat of a bar; null when bars are unknown.</param>
/// <param name="Energy">Spearman's correlation of the music's loudness and the motion in the pictures, as far as planning measured it; null
/// when too little is known.</param>
/// <param name="Timeline">The timeline, its folder as the user wrote it.</param>
/// <param name="Film">Name for the film of it, its folder as the user wrote it.</param>
public sealed record VariantPlan(
    int Number,
    string File,
    long Seed,
    int Shots,
    double MeanShotSeconds,
    int Clips,
    double? OnDownbeat,
    double? Energy,
    string Timeline,
    string Film
);

/// <summary>How two plans differ. Shares are 0 to 1, the mean of both directions.</summary>
/// <param name="A">Number of the one.</param>
/// <param name="B">Number of the other.</param>
/// <param name="Shots">Share of shots in whose middle the other shows another file, or a moment more than half a second away.</param>
/// <param name="Footage">Share of what one shows that the other does not show anywhere.</param>
/// <param name="Cuts">Share of all cuts of both that only one has.</param>
/// <param name="Order">Spearman's correlation of the order in which files that both show come first; null with fewer than eight.</param>
public sealed record VariantPair(int A, int B, double Shots, double Footage, double Cuts, double? Order);
