using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;

namespace MontageAI.Rendering.Cutting;

/// <summary>
/// The sound of a piece: AAC packets as they are, from one packet before the first that is heard (its decoder needs a run-up) to the last,
/// and an edit list that names the exact sample to begin and to end with.
/// </summary>
internal sealed record CutSound
{
    /// <summary>The file.</summary>
    public required SampleSource Source { get; init; }

    /// <summary>Its track.</summary>
    public required Mp4Track Track { get; init; }

    /// <summary>First packet.</summary>
    public required int First { get; init; }

    /// <summary>Packets.</summary>
    public required int Count { get; init; }

    /// <summary>Samples per channel that are decoded and not heard at the beginning.</summary>
    public required long Skipped { get; init; }

    /// <summary>Samples per channel of silence before the sound begins.</summary>
    public required long Delay { get; init; }

    /// <summary>Samples per channel that are heard.</summary>
    public required long Shown { get; init; }

    /// <summary>Chooses packets; null when none is heard in the range.</summary>
    /// <param name="source">The file.</param>
    /// <param name="track">Its sound.</param>
    /// <param name="from">First tick of the picture wanted.</param>
    /// <param name="to">Tick after the last.</param>
    /// <param name="scale">Ticks of the picture per second.</param>
    public static CutSound? Choose(SampleSource source, Mp4Track track, long from, long to, long scale)
    {
        long start = Rescale(from, scale, track.Timescale);
        long end = Rescale(to, scale, track.Timescale);
        long begins = (long)Math.Round(track.StartSeconds * track.Timescale);
        end = Math.Min(end, (long)Math.Round(track.EndSeconds * track.Timescale));
        start = Math.Max(start, begins);
        int first = Array.FindIndex(
            [.. Enumerable.Range(0, track.Count)],
            i => track.PresentationTicks[i] + track.DurationTicks[i] > start
        );
        if (first < 0 || end <= start)
        {
            return null;
        }

        first = Math.Max(0, first - 1);
        int after = first;
        while (after < track.Count && track.PresentationTicks[after] < end)
        {
            after++;
        }

        return new CutSound
        {
            Source = source,
            Track = track,
            First = first,
            Count = after - first,
            Skipped = Math.Max(0, start - track.PresentationTicks[first]),
            Delay = start - Rescale(from, scale, track.Timescale),
            Shown = end - start,
        };
    }

    private static long Rescale(long ticks, long from, long to) =>
        (long)((((Int128)ticks * to * 2) + (ticks < 0 ? -from : from)) / (2 * (Int128)from));
}
