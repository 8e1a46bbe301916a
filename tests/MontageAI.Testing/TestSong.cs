using System.Buffers.Binary;

namespace MontageAI.Testing;

/// <summary>A song whose beats are known because it is computed: kick on every beat, louder on downbeats, snare on 2 and 4, hats, a bass
/// that changes each bar.</summary>
public static class TestSong
{
    private const int Rate = 44100;

    /// <summary>Writes a mono 16-bit WAV file.</summary>
    /// <param name="path">File.</param>
    /// <param name="bpm">Tempo.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="firstBeat">Second of the first beat, a downbeat.</param>
    /// <returns>Seconds of all beats; every fourth from the first is a downbeat.</returns>
    public static double[] Write(string path, double bpm, double seconds, double firstBeat = 0.3)
    {
        double period = 60 / bpm;
        double[] beats = [.. Enumerable.Range(0, (int)((seconds - firstBeat) / period)).Select(i => firstBeat + (i * period))];
        float[] samples = new float[(int)(seconds * Rate)];
        uint state = 1;
        float Noise()
        {
            state = (state * 1664525) + 1013904223;
            return (state / (float)uint.MaxValue * 2) - 1;
        }

        for (int i = 0; i < beats.Length; i++)
        {
            bool down = i % 4 == 0;
            Add(
                samples,
                beats[i],
                0.18,
                t => (down ? 0.55f : 0.4f) * (float)(Math.Sin(2 * Math.PI * (45 + (60 * Math.Exp(-t * 40))) * t) * Math.Exp(-t * 22))
            );
            if (i % 2 == 1)
            {
                Add(samples, beats[i], 0.12, t => 0.25f * Noise() * (float)Math.Exp(-t * 30));
            }

            Add(samples, beats[i] + (period / 2), 0.04, t => 0.1f * Noise() * (float)Math.Exp(-t * 90));
            if (down)
            {
                double frequency = 55 * Math.Pow(2, new[] { 0, 5, 7, 3 }[i / 4 % 4] / 12.0);
                Add(
                    samples,
                    beats[i],
                    period * 3.9,
                    t => 0.15f * (float)(Math.Sin(2 * Math.PI * frequency * t) + (0.4 * Math.Sin(4 * Math.PI * frequency * t)))
                );
            }
        }

        WriteWav(path, samples, Rate);
        return beats;
    }

    private static void Add(float[] samples, double start, double seconds, Func<double, float> wave)
    {
        int from = (int)Math.Round(start * Rate);
        for (int i = 0; i < (int)(seconds * Rate) && from + i < samples.Length; i++)
        {
            samples[from + i] += wave(i / (double)Rate);
        }
    }

    /// <summary>Writes one channel of 16-bit sound.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">-1 to 1; what lies outside is cut.</param>
    /// <param name="rate">Samples per second.</param>
    public static void WriteWav(string path, IReadOnlyList<float> samples, int rate)
    {
        byte[] file = new byte[44 + (samples.Count * 2)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples.Count * 2);
        for (int i = 0; i < samples.Count; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + (i * 2)), (short)Math.Clamp(samples[i] * 32767, -32768, 32767));
        }

        File.WriteAllBytes(path, file);
    }
}
