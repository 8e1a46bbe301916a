using MontageAI.Keys;

namespace MontageAI.Stores;

/// <summary>
/// Small results by content key that several machines share beside their own stores. What is there never changes, and may be gone at any
/// time. Where it cannot be asked nothing is found and nothing is kept. Safe for threads.
/// </summary>
public interface ISharedResults
{
    /// <summary>Why it could not be asked the last time that it could not; null where it always could.</summary>
    string? Outage { get; }

    /// <summary>Looks a result up.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The result as JSON (UTF-8); null where there is none.</returns>
    ValueTask<byte[]?> TryGetAsync(ContentKey key, CancellationToken cancellationToken);

    /// <summary>Offers a result; one that is too large is not taken.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="result">The result as JSON (UTF-8).</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask PutAsync(ContentKey key, ReadOnlyMemory<byte> result, CancellationToken cancellationToken);
}
