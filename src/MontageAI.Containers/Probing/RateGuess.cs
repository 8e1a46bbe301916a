using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>
/// FFmpeg's r_frame_rate ("lowest rate at which all timestamps can be shown"), as far as its MP4 demuxer settles it from the sample tables:
/// the only duration where there is one, else the common divisor of the first durations, else the standard rate on whose grid the first
/// times lie best. The doubles are added up in the same order as there, since a sum is compared with a threshold.
/// </summary>
internal static class RateGuess
{
    private const int Rates = (30 * 12) + 30 + 3 + 6;

    /// <summary>The rate as a fraction; null where FFmpeg would go on and look at packets.</summary>
    /// <param name="tables">The track's tables.</param>
    /// <param name="timescale">Ticks per second.</param>
    public static Rational? Of(Mp4Tables tables, long timescale)
    {
        if (tables.Runs == 1 || (tables.Runs == 2 && tables.SecondRun == 1))
        {
            return new Rational(timescale, tables.FirstDuration);
        }

        long[] times = tables.FirstTimes;
        int intervals = times.Length - 1;
        long divisor = 0;
        for (int i = 4; i < times.Length; i++)
        {
            divisor = Divisor(divisor, times[i] - times[i - 1]);
        }

        if (intervals > 15 && divisor > Math.Max(1, timescale / 500))
        {
            return new Rational(timescale, divisor);
        }

        return intervals > 1 ? Nearest([.. times.Select(t => t - tables.Shift)], timescale) : null;
    }

    private static Rational? Nearest(long[] times, long timescale)
    {
        double unit = 1.0 / timescale;
        double[] sums = new double[2 * Rates];
        double[] squares = new double[2 * Rates];
        bool[] dropped = new bool[Rates];
        for (int t = 1; t < times.Length; t++)
        {
            double seconds = times[t] * unit;
            for (int r = 0; r < Rates; r++)
            {
                if (!dropped[r])
                {
                    Add(sums, squares, r, seconds * Standard(r) / (1001 * 12));
                }
            }

            // Every ten times, rates that clearly do not fit are given up.
            for (int r = 0; t % 10 == 0 && r < Rates; r++)
            {
                dropped[r] |= Error(sums, squares, 2 * r, t) > 0.04 && Error(sums, squares, (2 * r) + 1, t) > 0.04;
            }
        }

        int intervals = times.Length - 1;
        double best = 0.01;
        int rate = 0;
        for (int r = 0; r < Rates; r++)
        {
            if (dropped[r] || Standard(r) < 1001 * 12 || unit * (times[^1] - times[0]) / intervals < 1001 * 12.0 * 0.8 / Standard(r))
            {
                continue;
            }

            for (int phase = 0; phase < 2; phase++)
            {
                double error = Error(sums, squares, (2 * r) + phase, intervals);
                if (error < best && best > 0.000000001)
                {
                    (best, rate) = (error, Standard(r));
                }
            }
        }

        // A guess may not exceed the grid of the times themselves by more than one in a hundred.
        return rate > 0 && (double)rate / (12 * 1001) < 1.01 * timescale ? new Rational(rate, 12 * 1001) : null;
    }

    private static void Add(double[] sums, double[] squares, int rate, double position)
    {
        for (int phase = 0; phase < 2; phase++)
        {
            double error = position - Math.Round(position + (phase * 0.5), MidpointRounding.ToEven) + (phase * 0.5);
            sums[(2 * rate) + phase] += error;
            squares[(2 * rate) + phase] += error * error;
        }
    }

    private static double Error(double[] sums, double[] squares, int at, int count)
    {
        double mean = sums[at] / count;
        return (squares[at] / count) - (mean * mean);
    }

    // In units of 1/12012 frames per second.
    private static int Standard(int index) =>
        index switch
        {
            < 360 => (index + 1) * 1001,
            < 390 => (index - 360 + 31) * 1001 * 12,
            < 393 => ((ReadOnlySpan<int>)[80, 120, 240])[index - 390] * 1001 * 12,
            _ => ((ReadOnlySpan<int>)[24, 30, 60, 12, 15, 48])[index - 393] * 1000 * 12,
        };

    private static long Divisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
