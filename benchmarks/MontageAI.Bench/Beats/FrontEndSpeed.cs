using MontageAI.Analysis.Music;
using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Bench.Beats;

/// <summary>What the cheap rung of the analysis costs against the dear one, on the same samples.</summary>
internal static class FrontEndSpeed
{
    private const int Rounds = 9;

    /// <summary>
    /// CPU time of the spectral analysis (log-mel flux) over that of the energy profile: the median of interleaved rounds. The energy
    /// profile is run many times a round, since a single run of it is shorter than the clock resolves.
    /// </summary>
    public static double EnergyLead(float[] samples) =>
        Statistics.Median(Enumerable.Range(0, Rounds).Select(_ => Costs(samples)).Select(c => c.Spectral / c.Energy));

    /// <summary>CPU seconds of both on the same samples, after one round that is not counted.</summary>
    public static (double Spectral, double Energy) Costs(float[] samples)
    {
        const int Repeats = 20;
        (double, double) costs = default;
        for (int round = 0; round < 2; round++)
        {
            double spectral = Cpu(() =>
            {
                SpectralFrontEnd front = new(new FrontEndTuning());
                Feed(samples, front.Append);
                front.Finish(samples.Length);
            });
            double energy = Cpu(() =>
            {
                for (int i = 0; i < Repeats; i++)
                {
                    EnergyMeter meter = new();
                    Feed(samples, meter.Append);
                    meter.Finish();
                }
            });
            costs = (spectral, energy / Repeats);
        }

        return costs;
    }

    private static double Cpu(Action work)
    {
        double before = CpuClock.Seconds();
        work();
        return Math.Max(1e-6, CpuClock.Seconds() - before);
    }

    private delegate void Receiver(ReadOnlySpan<float> samples);

    private static void Feed(float[] samples, Receiver receiver)
    {
        for (int at = 0; at < samples.Length; at += 4096)
        {
            receiver(samples.AsSpan(at, Math.Min(4096, samples.Length - at)));
        }
    }
}
