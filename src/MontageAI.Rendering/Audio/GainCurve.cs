using System.Buffers.Binary;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// A gain over time: at rest outside of its stretches, elsewhere within them. It moves along half a cosine in decibels, so that it never
/// starts or stops abruptly: on its way before a stretch begins, all the way there while it lasts, back after it. Where two stretches pull,
/// the stronger pull counts.
/// </summary>
/// <param name="restDb">Gain outside, in decibels.</param>
/// <param name="stretches">Ascending.</param>
internal sealed class GainCurve(double restDb, IReadOnlyList<GainStretch> stretches)
{
    /// <summary>Values per second of a written curve: fine enough for the shortest way, 10 ms.</summary>
    public const int ValuesPerSecond = 4000;

    // The last value is held a little longer than the sound, so that the curve never ends it.
    private const double SpareSeconds = 0.5;

    /// <summary>The gain at a moment, in decibels.</summary>
    public double At(double second)
    {
        double most = 0;
        foreach (GainStretch stretch in stretches)
        {
            double share = stretch.ShareAt(second);
            if (Math.Abs(stretch.ChangeDb * share) > Math.Abs(most))
            {
                most = stretch.ChangeDb * share;
            }
        }

        return restDb + most;
    }

    /// <summary>Writes the curve as factors, 32-bit floats, <see cref="ValuesPerSecond"/> of them.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="seconds">Length of the sound that it is for.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task WriteAsync(string path, double seconds, CancellationToken cancellationToken)
    {
        long values = (long)Math.Ceiling((seconds + SpareSeconds) * ValuesPerSecond);
        byte[] block = new byte[ValuesPerSecond * sizeof(float)];
        FileStream file = File.Create(path);
        await using (file.ConfigureAwait(false))
        {
            int first = 0;
            for (long done = 0; done < values; done += ValuesPerSecond)
            {
                int count = (int)Math.Min(ValuesPerSecond, values - done);
                double from = (double)done / ValuesPerSecond;
                while (first < stretches.Count && stretches[first].IsOver(from))
                {
                    first++;
                }

                GainCurve near = new(restDb, [.. stretches.Skip(first).TakeWhile(s => s.Start - s.Attack < from + 1)]);
                for (int i = 0; i < count; i++)
                {
                    double factor = Math.Pow(10, near.At(from + ((double)i / ValuesPerSecond)) / 20);
                    BinaryPrimitives.WriteSingleLittleEndian(block.AsSpan(i * sizeof(float)), (float)factor);
                }

                await file.WriteAsync(block.AsMemory(0, count * sizeof(float)), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>Seconds in which a gain is elsewhere.</summary>
/// <param name="Start">From here on it is all the way there.</param>
/// <param name="End">From here on it goes back.</param>
/// <param name="ChangeDb">Where, in decibels from rest.</param>
/// <param name="Attack">Seconds of the way there, before <paramref name="Start"/>.</param>
/// <param name="Release">Seconds of the way back.</param>
internal readonly record struct GainStretch(double Start, double End, double ChangeDb, double Attack, double Release)
{
    /// <summary>How far along the way it is, 0 to 1.</summary>
    public double ShareAt(double second) =>
        second < Start ? Along((second - Start + Attack) / Attack)
        : second > End ? Along((End + Release - second) / Release)
        : 1;

    /// <summary>Whether it is back at rest at a moment and for good.</summary>
    public bool IsOver(double second) => second >= End + Release;

    private static double Along(double part) =>
        part <= 0 ? 0
        : part >= 1 ? 1
        : 0.5 - (0.5 * Math.Cos(Math.PI * part));
}
