namespace MontageAI.Analysis.Music;

/// <summary>Beats with their places in bars, as <see cref="BarTracker"/> finds them.</summary>
/// <param name="Frames">Frame where each beat begins, ascending.</param>
/// <param name="Intervals">Frames from each beat to the next as the model had it.</param>
/// <param name="Positions">Place in the bar, 1 on downbeats.</param>
/// <param name="BeatsPerBar">3 or 4: the metre of most beats.</param>
/// <param name="Score">Log likelihood per frame over that of no beat anywhere; comparable between readings of one track.</param>
internal sealed record BarPath(int[] Frames, int[] Intervals, byte[] Positions, int BeatsPerBar, double Score)
{
    /// <summary>No beats.</summary>
    public static BarPath Empty { get; } = new([], [], [], 4, 0);
}
