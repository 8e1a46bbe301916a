using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>What sections are like, by loudness and its change alone.</summary>
internal static class SectionKinds
{
    // Shares of the loudest section's level; chosen by hand on the full songs of the test media.
    private const double Loud = 0.88;
    private const double Quieter = 0.8;
    private const double Rising = 1.35;

    /// <summary>Names the sections between given moments.</summary>
    /// <param name="rms">Levels of <see cref="EnergyMeter"/>.</param>
    /// <param name="edges">Starts of the sections and the end of the last, ascending.</param>
    public static IReadOnlyList<MusicSection> Classify(ReadOnlySpan<float> rms, double[] edges)
    {
        int count = edges.Length - 1;
        double[] levels = new double[count];
        for (int s = 0; s < count; s++)
        {
            levels[s] = Level(rms, edges[s], edges[s + 1]);
        }

        double loudest = Math.Max(1e-9, levels.Max());
        List<MusicSection> sections = [];
        for (int s = 0; s < count; s++)
        {
            double third = (edges[s + 1] - edges[s]) / 3;
            double rise = Level(rms, edges[s + 1] - third, edges[s + 1]) / Math.Max(1e-9, Level(rms, edges[s], edges[s] + third));
            sections.Add(new MusicSection(edges[s], edges[s + 1], Kind(levels, s, loudest, rise), (float)(levels[s] / loudest)));
        }

        return sections;
    }

    /// <summary>Root mean square level between two moments; 0 where nothing was measured.</summary>
    internal static double Level(ReadOnlySpan<float> rms, double start, double end)
    {
        int from = Math.Clamp((int)(start / EnergyMeter.HopSeconds), 0, rms.Length);
        int to = Math.Clamp((int)Math.Ceiling(end / EnergyMeter.HopSeconds), from, rms.Length);
        double sum = 0;
        for (int i = from; i < to; i++)
        {
            sum += rms[i] * rms[i];
        }

        return to == from ? 0 : Math.Sqrt(sum / (to - from));
    }

    private static SectionKind Kind(double[] levels, int s, double loudest, double rise)
    {
        bool first = s == 0, last = s == levels.Length - 1;
        if (first && !last && levels[s] < Quieter * Math.Max(levels[s + 1], loudest * 0.7))
        {
            return SectionKind.Intro;
        }

        if (last && !first && (levels[s] < Quieter * levels[s - 1] || rise < 1 / (1.5 * Rising)))
        {
            return SectionKind.Outro;
        }

        if (!last && rise > Rising && levels[s + 1] > levels[s])
        {
            return SectionKind.Build;
        }

        if (levels[s] >= Loud * loudest)
        {
            return SectionKind.Chorus;
        }

        return !first && !last && levels[s] < Quieter * Math.Min(levels[s - 1], levels[s + 1]) ? SectionKind.Break : SectionKind.Verse;
    }
}
