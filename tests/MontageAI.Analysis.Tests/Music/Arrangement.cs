using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Music;

/// <summary>A made song whose sections are known: which instruments play, and how loudly, changes only where a section begins.</summary>
internal sealed class Arrangement(double bpm, params (SectionKind Kind, int Bars)[] parts)
{
    private const int Rate = Sound.Rate;

    // Minor key, four bars; the chorus has a progression of its own.
    private static readonly int[][] s_progressions =
    [
        [0, 0, 5, 3],
        [0, 8, 3, 10],
    ];

    private readonly double _bar = 240 / bpm;

    /// <summary>Seconds where sections begin, and the end of the song.</summary>
    public double[] Edges
    {
        get
        {
            double[] edges = new double[parts.Length + 1];
            for (int i = 0; i < parts.Length; i++)
            {
                edges[i + 1] = edges[i] + (parts[i].Bars * _bar);
            }

            return edges;
        }
    }

    /// <summary>What each section is.</summary>
    public SectionKind[] Kinds => [.. parts.Select(p => p.Kind)];

    /// <summary>Mono sound at the analysis rate.</summary>
    public float[] Play()
    {
        double[] edges = Edges;
        float[] x = new float[(int)Math.Ceiling(edges[^1] * Rate)];
        Random random = new(11);
        for (int s = 0; s < parts.Length; s++)
        {
            for (int bar = 0; bar < parts[s].Bars; bar++)
            {
                Bar(x, parts[s].Kind, edges[s] + (bar * _bar), bar, parts[s].Bars, random);
            }
        }

        return x;
    }

    private void Bar(float[] x, SectionKind kind, double at, int bar, int bars, Random random)
    {
        double beat = _bar / 4,
            progress = bar / (double)bars;
        int root = s_progressions[kind == SectionKind.Chorus ? 1 : 0][bar % 4];
        (double drums, double bass, double pad, double lead) = kind switch
        {
            SectionKind.Intro => (0, 0, 0.05, 0),
            SectionKind.Verse => (0.45, 0.2, 0.05, 0),
            SectionKind.Build => (0.2 + (0.3 * progress), 0.05, 0.05 + (0.1 * progress), 0),
            SectionKind.Chorus => (0.8, 0.35, 0.12, 0.12),
            SectionKind.Break => (0, 0, 0.09, 0.04),
            _ => (0.25 * (1 - progress), 0.12 * (1 - progress), 0.05 * (1 - progress), 0),
        };
        for (int b = 0; b < 4; b++)
        {
            double t = at + (b * beat);
            bool roll = kind == SectionKind.Build;
            Noise(x, t + (beat / 2), 0.05, 0.12 * drums, 90, random);
            // A build has a snare roll in place of the kick, twice as dense in its second half.
            for (int n = 0; roll && n < (progress < 0.5 ? 2 : 4); n++)
            {
                Noise(x, t + (n * beat / (progress < 0.5 ? 2 : 4)), 0.1, 0.5 * drums, 30, random);
            }

            if (!roll)
            {
                Tone(x, t, 0.25, b % 2 == 0 || kind == SectionKind.Chorus ? drums : 0, 52, 14);
                Noise(x, t, 0.2, b % 2 == 1 ? 0.6 * drums : 0, 25, random);
            }

            Tone(x, t, beat, bass, 55 * Math.Pow(2, root / 12.0), 2);
            Tone(x, t, beat / 2, lead, 660 * Math.Pow(2, ((root + (7 * b)) % 12) / 12.0), 4);
        }

        foreach (int third in (ReadOnlySpan<int>)[0, 3, 7])
        {
            Tone(x, at, _bar, pad, 220 * Math.Pow(2, (root + third) / 12.0), 0.3);
        }
    }

    private static void Tone(float[] x, double at, double length, double level, double hz, double decay)
    {
        for (int i = (int)Math.Ceiling(at * Rate); level > 0 && i < Math.Min(x.Length, (at + length) * Rate); i++)
        {
            double t = (i / (double)Rate) - at;
            x[i] += (float)(level * Math.Sin(2 * Math.PI * hz * t) * Math.Exp(-t * decay) * Math.Min(1, Math.Min(t, length - t) / 0.004));
        }
    }

    private static void Noise(float[] x, double at, double length, double level, double decay, Random random)
    {
        for (int i = (int)Math.Ceiling(at * Rate); level > 0 && i < Math.Min(x.Length, (at + length) * Rate); i++)
        {
            x[i] += (float)(level * ((2 * random.NextDouble()) - 1) * Math.Exp(-((i / (double)Rate) - at) * decay));
        }
    }
}
