using MontageAI.Analysis.Music.Spectra;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>What sections are like, by loudness, its change, and how much is struck (drums, plucked notes).</summary>
internal static class SectionKinds
{
    // Shares of the loudest section's level; chosen by hand on the full songs of the test media.
    private const double Loud = 0.88;
    private const double Quieter = 0.8;
    private const double Rising = 1.35;

    // A break has less than this share of the strokes of the busiest section: its drums rest.
    private const double Resting = 0.5;

    // More of a song than this is not all chorus; then those are that sound like the loudest, and being heard again counts as loudness.
    private const double MostChorus = 0.5;
    private const double Alike = 0.4;
    private const double RepeatWeight = 0.3;

    /// <summary>Names the sections between given moments.</summary>
    /// <param name="evidence">Measurements of the track.</param>
    /// <param name="edges">Starts of the sections and the end of the last, ascending.</param>
    /// <param name="likeness">How alike two of the sections sound, 1 at most; null where that is not known.</param>
    /// <returns>One per section; a fade that falls into two is one outro.</returns>
    public static IReadOnlyList<MusicSection> Classify(TrackEvidence evidence, double[] edges, Func<int, int, double>? likeness)
    {
        float[] rms = evidence.Rms;
        int count = edges.Length - 1;
        double[] drive = Drive(evidence.Flux, edges);
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
            sections.Add(new MusicSection(edges[s], edges[s + 1], Kind(levels, drive, s, loudest, rise), (float)(levels[s] / loudest)));
        }

        if (likeness is not null)
        {
            KeepAlike(sections, likeness);
        }

        while (
            sections.Count > 2
            && sections[^1].Kind == SectionKind.Outro
            && sections[^2].Kind is SectionKind.Verse or SectionKind.Break
            && sections[^2].Energy < Quieter * sections[^3].Energy
            && sections[^2].Energy < 0.5
        )
        {
            sections[^2] = Joined(sections[^2], sections[^1]);
            sections.RemoveAt(sections.Count - 1);
        }

        for (int s = sections.Count - 1; s > 0; s--)
        {
            if (sections[s].Kind == SectionKind.Build && sections[s - 1].Kind == SectionKind.Build)
            {
                sections[s - 1] = Joined(sections[s - 1], sections[s]);
                sections.RemoveAt(s);
            }
        }

        return sections;
    }

    // Where most of a song is loud, its choruses are what sounds like the loudest section; the rest are verses.
    private static void KeepAlike(List<MusicSection> sections, Func<int, int, double> likeness)
    {
        int[] loud = [.. Enumerable.Range(0, sections.Count).Where(s => sections[s].Kind == SectionKind.Chorus)];
        double seconds = loud.Sum(s => sections[s].End - sections[s].Start);
        if (loud.Length < 3 || seconds <= MostChorus * (sections[^1].End - sections[0].Start))
        {
            return;
        }

        int first = loud.MaxBy(s => sections[s].Energy + loud.Where(o => o != s).Max(o => RepeatWeight * Math.Max(0, likeness(s, o))));
        foreach (int s in loud.Where(s => s != first && likeness(first, s) < Alike))
        {
            sections[s] = sections[s] with { Kind = SectionKind.Verse };
        }
    }

    private static MusicSection Joined(MusicSection first, MusicSection second)
    {
        double share = (first.End - first.Start) / (second.End - first.Start);
        return new MusicSection(first.Start, second.End, second.Kind, (float)((share * first.Energy) + ((1 - share) * second.Energy)));
    }

    // Mean flux of each section, every group of bands as a share of the busiest section's.
    private static double[] Drive(FloatSeries[] flux, double[] edges)
    {
        double[] drive = new double[edges.Length - 1];
        foreach (FloatSeries group in flux)
        {
            double[] means = new double[drive.Length];
            for (int s = 0; s < means.Length; s++)
            {
                int from = Math.Min((int)(edges[s] * SpectralFrontEnd.FrameRate), group.Count),
                    to = Math.Min((int)(edges[s + 1] * SpectralFrontEnd.FrameRate), group.Count);
                foreach (float v in group.Span[from..to])
                {
                    means[s] += v / (to - from);
                }
            }

            double most = Math.Max(1e-9, means.Max());
            for (int s = 0; s < means.Length; s++)
            {
                drive[s] += means[s] / most / flux.Length;
            }
        }

        return drive;
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

    private static SectionKind Kind(double[] levels, double[] drive, int s, double loudest, double rise)
    {
        bool first = s == 0,
            last = s == levels.Length - 1;
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

        return !first && !last && levels[s] < Quieter * levels[s - 1] && drive[s] < Resting * drive.Max()
            ? SectionKind.Break
            : SectionKind.Verse;
    }
}
