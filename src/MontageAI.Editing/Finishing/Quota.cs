namespace MontageAI.Editing.Finishing;

/// <summary>Turns shares into whole numbers, so that a style's promise holds over the whole montage and no coin is flipped.</summary>
internal static class Quota
{
    /// <summary>How many of some things a share of them is, less those that have it already.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="done">How many have it already.</param>
    public static int Of(double share, int all, int done) =>
        Math.Max(0, (int)Math.Round(share * all, MidpointRounding.AwayFromZero) - done);

    /// <summary>The same for several shares of the same things: together they are as many as their sum, and each is within one of its own
    /// share (largest remainders).</summary>
    public static int[] Of(IReadOnlyList<double> shares, int all, IReadOnlyList<int> done)
    {
        int[] counts = [.. shares.Select(s => (int)Math.Floor((s * all) + 1e-9))];
        int left = (int)Math.Round(shares.Sum() * all, MidpointRounding.AwayFromZero) - counts.Sum();
        foreach (
            int k in Enumerable
                .Range(0, shares.Count)
                .OrderByDescending(k => (shares[k] * all) - counts[k])
                .ThenBy(k => k)
                .Take(Math.Max(0, left))
        )
        {
            counts[k]++;
        }

        return [.. counts.Select((c, k) => Math.Max(0, c - done[k]))];
    }
}
