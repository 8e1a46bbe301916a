using MontageAI.Analysis.Music.Spectra;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>Where a track holds music, and where silence, hiss or applause, which have no beat and bend the tempo that is heard in
/// them.</summary>
/// <remarks>
/// Silence is told by level. Hiss and applause are told by what they lack for eight seconds and more: pitch, a pattern that repeats, beats
/// by the network, and pauses. On the test media no music lacks all four that long.
/// </remarks>
internal static class MusicParts
{
    // As good as silent: 55 dB below the loudest.
    private const float SilentShare = 1.8e-3f;

    // A song may hold its breath this long; silence at its ends is longer than what encoders add.
    private const double BreathSeconds = 4;
    private const double EdgeSeconds = 2;

    // A shorter part beside longer ones is a cough, or a needle that is put down; beside noise a moment that is less like it.
    private const double ShortestSeconds = 4;
    private const double ShortestBesideNoise = 8;

    // Frames of harmony: windows of six seconds, a second apart, three of which make a stretch of noise.
    private const int Window = 60;
    private const int Step = 10;
    private const int LeastWindows = 3;

    // Noise stays below all of these.
    private const double LeastTonality = 0.24;
    private const double LeastVariation = 0.7;
    private const double LeastLearned = 0.42;
    private const double LeastPulse = 0.36;

    // How far the edge of noise may lie from that of its windows, and how much unlike the noise the first frame of music is.
    private const int Reach = 15;
    private const double Unlike = 1.5;

    private static double FrameSeconds => HarmonyFrontEnd.Hop / (double)SpectralFrontEnd.SampleRate;

    /// <summary>Finds the parts with music.</summary>
    /// <param name="evidence">What was measured, or so much of it as is measured so far.</param>
    /// <returns>Parts, ascending and apart; the whole where all is music, none where nothing is.</returns>
    public static IReadOnlyList<MusicPart> Find(TrackEvidence evidence)
    {
        float[] rms = evidence.Rms;
        float loudest = rms.Length == 0 ? 0 : rms.Max();
        if (loudest < RhythmChain.Silent)
        {
            return [];
        }

        bool[] quiet = Array.ConvertAll(rms, v => v < Math.Max(RhythmChain.Silent, loudest * SilentShare));
        MusicPart[] noises = [.. Noises(evidence, quiet)];
        List<MusicPart> gaps = [.. Silences(quiet, evidence.Seconds), .. noises];
        gaps.Sort((a, b) => a.Start.CompareTo(b.Start));
        List<MusicPart> parts = [];
        double at = 0;
        foreach (MusicPart gap in gaps)
        {
            if (gap.Start > at)
            {
                parts.Add(new MusicPart(at, gap.Start));
            }

            at = Math.Max(at, gap.End);
        }

        if (evidence.Seconds > at)
        {
            parts.Add(new MusicPart(at, evidence.Seconds));
        }

        parts.RemoveAll(p => p.Seconds < ShortestBesideNoise && noises.Any(n => n.Start == p.End || n.End == p.Start));
        return parts.Count < 2 ? parts
            : parts.Any(p => p.Seconds >= ShortestSeconds) ? [.. parts.Where(p => p.Seconds >= ShortestSeconds)]
            : [new MusicPart(parts[0].Start, parts[^1].End)];
    }

    private static IEnumerable<MusicPart> Silences(bool[] quiet, double seconds)
    {
        for (int i = 0; i < quiet.Length; i++)
        {
            if (!quiet[i])
            {
                continue;
            }

            int from = i;
            while (i < quiet.Length && quiet[i])
            {
                i++;
            }

            double start = from * EnergyMeter.HopSeconds,
                end = i == quiet.Length ? seconds : i * EnergyMeter.HopSeconds;
            if (end - start >= (from == 0 || i == quiet.Length ? EdgeSeconds : BreathSeconds))
            {
                yield return new MusicPart(start, end);
            }
        }
    }

    private static IEnumerable<MusicPart> Noises(TrackEvidence evidence, bool[] quiet)
    {
        int frames = Math.Min(evidence.Harmony.Count / HarmonyFrontEnd.Width, evidence.Flux[0].Count / Step);
        frames = evidence.LearnedBeat is { } beat ? Math.Min(frames, beat.Count / (Step / 2)) : frames;
        frames = Math.Min(frames, (int)(quiet.Length * EnergyMeter.HopSeconds / FrameSeconds));
        double[] tonality = new double[frames + 1];
        int[] heard = new int[frames + 1];
        for (int f = 0; f < frames; f++)
        {
            bool sounds = !quiet[(int)(f * FrameSeconds / EnergyMeter.HopSeconds)];
            heard[f + 1] = heard[f] + (sounds ? 1 : 0);
            tonality[f + 1] = tonality[f] + (sounds ? RhythmConfidence.Tonality(evidence.Harmony.Span, f) : 0);
        }

        int windows = frames < Window ? 0 : ((frames - Window) / Step) + 1;
        for (int w = 0; w < windows; w++)
        {
            int first = w;
            while (w < windows && IsNoise(w * Step))
            {
                w++;
            }

            if (w - first >= LeastWindows)
            {
                // The last seconds are too short for a window of their own.
                bool toTheEnd = w == windows;
                yield return Trimmed(
                    evidence,
                    first == 0 ? 0 : first * Step,
                    toTheEnd ? frames : ((w - 1) * Step) + Window,
                    first == 0,
                    toTheEnd && IsNoise(frames - Window)
                );
            }
        }

        bool IsNoise(int from)
        {
            int count = heard[from + Window] - heard[from];
            return count > Window / 2
                && (tonality[from + Window] - tonality[from]) / count < LeastTonality
                && Variation(evidence.Rms, from) < LeastVariation
                && Learned(evidence.LearnedBeat, from) < LeastLearned
                && Pulse(evidence.Flux, from) < LeastPulse;
        }
    }

    // The edges of noise, from those of its windows to the frames where it stops sounding like its middle.
    private static MusicPart Trimmed(TrackEvidence evidence, int from, int to, bool atStart, bool atEnd)
    {
        const int Bands = HarmonyFrontEnd.TimbreBands;
        (int inner, int outer) = (from + Reach, to - Reach);
        double[] mean = new double[Bands],
            spread = new double[Bands];
        for (int b = 0; b < Bands; b++)
        {
            for (int f = inner; f < outer; f++)
            {
                mean[b] += Timbre(f, b) / (outer - inner);
            }

            for (int f = inner; f < outer; f++)
            {
                spread[b] += Math.Abs(Timbre(f, b) - mean[b]) / (outer - inner);
            }
        }

        double usual = 0;
        for (int f = inner; f < outer; f++)
        {
            usual = Math.Max(usual, Distance(f));
        }

        int last = evidence.Harmony.Count / HarmonyFrontEnd.Width;
        (int start, int end) = (inner, outer);
        while (start > Math.Max(0, from - Reach) && Distance(start - 1) <= Unlike * usual)
        {
            start--;
        }

        while (end < Math.Min(last, to + Reach) && Distance(end) <= Unlike * usual)
        {
            end++;
        }

        return new MusicPart(
            atStart || start == 0 ? 0 : start * FrameSeconds,
            atEnd || end == last ? evidence.Seconds : end * FrameSeconds
        );

        double Timbre(int frame, int band) => evidence.Harmony.Span[(frame * HarmonyFrontEnd.Width) + HarmonyFrontEnd.PitchClasses + band];

        double Distance(int frame)
        {
            double sum = 0;
            for (int b = 0; b < Bands; b++)
            {
                sum += Math.Abs(Timbre(frame, b) - mean[b]) / (spread[b] + 0.05) / Bands;
            }

            return sum;
        }
    }

    // Deviation of the level over its mean: music and speech have pauses, noise has none.
    private static double Variation(float[] rms, int frame)
    {
        (int from, int to) = Span(frame, FrameSeconds / EnergyMeter.HopSeconds, rms.Length);
        double mean = 0,
            power = 0;
        for (int i = from; i < to; i++)
        {
            mean += rms[i] / (to - from);
        }

        for (int i = from; i < to; i++)
        {
            power += (rms[i] - mean) * (rms[i] - mean) / (to - from);
        }

        return Math.Sqrt(power) / (mean + 1e-9);
    }

    // What the network says at its surest twentieth of the time; 0 where it was not run.
    private static double Learned(FloatSeries? beat, int frame)
    {
        if (beat is null)
        {
            return 0;
        }

        (int from, int to) = Span(frame, Step / 2, beat.Count);
        float[] values = beat.Span[from..to].ToArray();
        Array.Sort(values);
        return values[values.Length * 19 / 20];
    }

    // Likeness of the flux to itself a quarter of a second to two seconds on, at best.
    private static double Pulse(FloatSeries[] flux, int frame)
    {
        const int Shortest = 24,
            Longest = 200;
        (int from, int to) = Span(frame, Step, flux[0].Count);
        double[] x = new double[to - from];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = Math.Max(from, from + i - 2); j <= Math.Min(to - 1, from + i + 2); j++)
            {
                foreach (FloatSeries group in flux)
                {
                    x[i] += group.Span[j];
                }
            }
        }

        double mean = x.Average();
        double best = 0;
        for (int lag = Shortest; lag < Math.Min(Longest, x.Length / 2); lag++)
        {
            double dot = 0,
                now = 1e-12,
                before = 1e-12;
            for (int i = lag; i < x.Length; i++)
            {
                double a = x[i] - mean,
                    b = x[i - lag] - mean;
                dot += a * b;
                now += a * a;
                before += b * b;
            }

            best = Math.Max(best, dot / Math.Sqrt(now * before));
        }

        return best;
    }

    // Where the window that begins at a frame of harmony lies in a series with so many values a frame.
    private static (int From, int To) Span(int frame, double perFrame, int count)
    {
        int from = Math.Min((int)(frame * perFrame), count - 1);
        return (from, Math.Clamp((int)((frame + Window) * perFrame), from + 1, count));
    }
}
