using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>One way to hear a track: a tempo and a phase, with the beats that follow from them.</summary>
/// <param name="Path">Beats.</param>
/// <param name="Bars">Their places in bars.</param>
/// <param name="Ratio">Its tempo over that of the first reading: 1, 2, 1/2, 3/2, 2/3, 3 or 1/3.</param>
/// <param name="OffBeat">The first reading's tempo, half a beat later.</param>
/// <param name="Features">What speaks for and against it, as <see cref="ReadingFeatures.Of"/> orders it.</param>
/// <param name="Score">Log odds against the other readings, larger is better.</param>
internal sealed record BeatReading(BarPath Path, BarReading Bars, double Ratio, bool OffBeat, double[] Features, double Score)
{
    /// <summary>Median tempo in beats per minute; 0 without beats.</summary>
    public double Bpm => Tempo(Path);

    /// <summary>Median tempo of a path in beats per minute; 0 without beats.</summary>
    internal static double Tempo(BarPath path)
    {
        if (path.Intervals.Length == 0)
        {
            return 0;
        }

        int[] sorted = [.. path.Intervals];
        Array.Sort(sorted);
        return 60 * SpectralFrontEnd.FrameRate / sorted[sorted.Length / 2];
    }
}
