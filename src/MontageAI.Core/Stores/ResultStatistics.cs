namespace MontageAI.Stores;

/// <summary>What a store of results holds, and how it served this process so far.</summary>
/// <param name="Items">Results on disk.</param>
/// <param name="Bytes">Their size as they are stored.</param>
/// <param name="BudgetBytes">The most they may take.</param>
/// <param name="MemoryHits">Look-ups answered from memory.</param>
/// <param name="MemoryMisses">Look-ups that went on to disk.</param>
/// <param name="DiskHits">Look-ups answered from disk.</param>
/// <param name="DiskMisses">Look-ups that nothing answered.</param>
public sealed record ResultStatistics(
    long Items,
    long Bytes,
    long BudgetBytes,
    long MemoryHits,
    long MemoryMisses,
    long DiskHits,
    long DiskMisses
);
