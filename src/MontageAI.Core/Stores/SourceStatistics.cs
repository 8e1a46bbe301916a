namespace MontageAI.Stores;

/// <summary>How source files were told apart in this process so far.</summary>
/// <param name="Read">Files whose content was read.</param>
/// <param name="Recalled">Files that an earlier run had read and that have not changed since.</param>
/// <param name="SeenBefore">Questions about a file that this process had identified already and that has not changed since.</param>
public sealed record SourceStatistics(long Read, long Recalled, long SeenBefore);
