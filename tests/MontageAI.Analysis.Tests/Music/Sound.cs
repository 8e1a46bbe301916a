using MontageAI.Analysis.Music;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Music;

/// <summary>Synthetic drums at exactly known times, noises that have no beat, and real music by name.</summary>
internal static class Sound
{
    public const int Rate = MusicAnalyzer.SampleRate;

    private static readonly FFmpegTools s_tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Kick on 1 and 3, snare on the other beats, hats between; bass notes change each bar, loudest on the downbeat.</summary>
    public static float[] Drums(double bpm, double first, double seconds, int meter = 4, Func<double, double>? gain = null)
    {
        float[] x = new float[(int)(seconds * Rate)];
        Random random = new(5);
        double period = 60 / bpm;
        int[] roots = [0, 5, 7, 3];
        for (int n = 0; first + (n * period) < seconds; n++)
        {
            double at = first + (n * period);
            int place = n % meter;
            double level = gain?.Invoke(at) ?? 1;
            bool kick = meter == 4 ? place % 2 == 0 : place == 0;
            Add(
                x,
                at,
                0.25,
                (t, _) => kick ? level * (place == 0 ? 0.8 : 0.6) * Math.Sin(2 * Math.PI * 55 * t) * Math.Exp(-t * 14) : 0,
                random
            );
            Add(x, at, 0.2, (t, r) => kick ? 0 : level * 0.4 * r * Math.Exp(-t * 25), random);
            Add(x, at + (period / 2), 0.05, (t, r) => level * 0.1 * r * Math.Exp(-t * 90), random);
            double hz = 110 * Math.Pow(2, roots[n / meter % 4] / 12.0);
            double length = period * meter;
            if (place == 0)
            {
                Add(
                    x,
                    at,
                    length,
                    (t, _) =>
                        level
                        * 0.2
                        * (Math.Sin(2 * Math.PI * hz * t) + Math.Sin(2 * Math.PI * 3 * hz * t) + Math.Sin(2 * Math.PI * 4 * hz * t))
                        * Math.Min(1, t / 0.005)
                        * (1 - (t / length)),
                    random
                );
            }
        }

        return x;
    }

    public static float[] Noise(double seconds, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(_ => (float)((random.NextDouble() - 0.5) * 0.3))];
    }

    /// <summary>Claps at random moments, many a second.</summary>
    public static float[] Applause(double seconds, double perSecond, int seed)
    {
        Random random = new(seed);
        float[] x = new float[(int)(seconds * Rate)];
        for (int n = 0; n < seconds * perSecond; n++)
        {
            double level = random.NextDouble();
            Add(x, random.NextDouble() * seconds, 0.02, (t, r) => 0.3 * level * r * Math.Exp(-t * 250), random);
        }

        return x;
    }

    /// <summary>Plucked notes of a minor scale, two a second in time; or each that share of its interval early or late, at
    /// random.</summary>
    public static float[] Piano(double seconds, double freedom, int seed)
    {
        float[] x = new float[(int)(seconds * Rate)];
        Random random = new(seed);
        int[] scale = [0, 2, 3, 5, 7, 8, 10, 12];
        for (double at = 0.2; at < seconds - 1; at += 0.5 * (1 + (freedom * ((2 * random.NextDouble()) - 1))))
        {
            double hz = 220 * Math.Pow(2, scale[random.Next(scale.Length)] / 12.0),
                level = 0.1 + (0.15 * random.NextDouble());
            Add(
                x,
                at,
                1.5,
                (t, _) =>
                    level
                    * (Math.Sin(2 * Math.PI * hz * t) + (0.5 * Math.Sin(4 * Math.PI * hz * t)) + (0.25 * Math.Sin(6 * Math.PI * hz * t)))
                    * Math.Exp(-3 * t)
                    * Math.Min(1, t / 0.003),
                random
            );
        }

        return x;
    }

    public static float[] Drone(double seconds, double hz) =>
        [
            .. Enumerable
                .Range(0, (int)(seconds * Rate))
                .Select(i =>
                    (float)((0.2 * Math.Sin(2 * Math.PI * hz * i / Rate)) + (0.1 * Math.Sin(2 * Math.PI * hz * 1.503 * i / Rate)))
                ),
        ];

    public static async Task<MusicAnalysis> AnalyseAsync(string name, MusicOptions? options = null, double? seconds = null)
    {
        MusicAnalyzer analyzer = new(options ?? new MusicOptions());
        await new PcmReader(s_tools).ReadAsync(
            TestMedia.File(name),
            new PcmOptions { MaxSeconds = seconds },
            analyzer.Append,
            CancellationToken.None
        );
        return analyzer.Finish();
    }

    public static double[] Annotation(string name, string extension = ".beats") =>
        [
            .. File.ReadLines(TestMedia.File(Path.ChangeExtension(name, extension)))
                .Where(l => l.Length > 0)
                .Select(l => double.Parse(l.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture)),
        ];

    /// <summary>Differences, estimate less reference, of a one-to-one matching within 70 ms from five seconds on, and the
    /// F-measure.</summary>
    public static (double F, double[] Errors) Compare(double[] reference, double[] estimate, double from = 5)
    {
        double[] r = [.. reference.Where(t => t >= from)],
            e = [.. estimate.Where(t => t >= from)];
        List<double> errors = [];
        for (int i = 0, j = 0; i < r.Length && j < e.Length; )
        {
            double difference = e[j] - r[i];
            if (Math.Abs(difference) <= 0.07)
            {
                errors.Add(difference);
                i++;
                j++;
            }
            else
            {
                _ = difference < 0 ? j++ : i++;
            }
        }

        return (errors.Count == 0 ? 0 : 2.0 * errors.Count / (r.Length + e.Length), [.. errors]);
    }

    private static void Add(float[] x, double at, double length, Func<double, double, double> wave, Random random)
    {
        for (int i = (int)Math.Ceiling(at * Rate); i < Math.Min(x.Length, (at + length) * Rate); i++)
        {
            x[i] += (float)wave((i / (double)Rate) - at, (random.NextDouble() - 0.5) * 2);
        }
    }
}
