namespace MontageAI.Stores;

/// <summary>What the artifact store holds, and how it served this process so far.</summary>
/// <param name="Items">Artifacts.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="BudgetBytes">The most they may take, except while running jobs use more.</param>
/// <param name="Hits">Look-ups that found something whole.</param>
/// <param name="Misses">Look-ups that did not.</param>
/// <param name="Evicted">Artifacts removed to make room.</param>
/// <param name="Damaged">Artifacts found changed or cut short, and dropped.</param>
public sealed record ArtifactStatistics(long Items, long Bytes, long BudgetBytes, long Hits, long Misses, long Evicted, long Damaged);
