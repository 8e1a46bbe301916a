using System.Buffers.Binary;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>A song out of stretches: clear strokes at 120 a minute, and what recordings have before, between and after them.</summary>
public static class FieldSong
{
    private const int Rate = 22050;
    private const double Beat = 0.5;

    /// <summary>Writes a mono WAV file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="recipe">Kinds and seconds: "silence 30, music 20, hiss 40, applause 30".</param>
    /// <returns>Seconds of all strokes.</returns>
    public static double[] Write(string path, string recipe)
    {
        List<float> sound = [];
        List<double> strokes = [];
        Random random = new(1);
        foreach (string[] part in recipe.Split(", ").Select(p => p.Split(' ')))
        {
            double seconds = double.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture);
            double start = (double)sound.Count / Rate;
            float[] piece = new float[(int)(seconds * Rate)];
            switch (part[0])
            {
                case "music":
                    for (double at = 0; at < seconds - 0.05; at += Beat)
                    {
                        Add(piece, at, 0.7f, t => Math.Exp(-t * 60) * Math.Sin(2 * Math.PI * 900 * t));
                        strokes.Add(start + at);
                    }

                    break;
                case "hiss":
                    Fill(piece, () => 0.05f * Noise(random));
                    break;
                case "whisper":
                    Fill(piece, () => 0.0001f * Noise(random));
                    break;
                case "applause":
                    for (int clap = 0; clap < seconds * 300; clap++)
                    {
                        Add(
                            piece,
                            random.NextDouble() * seconds,
                            0.05f + (0.1f * (float)random.NextDouble()),
                            t => Math.Exp(-t * 300) * Noise(random)
                        );
                    }

                    break;
            }

            sound.AddRange(piece);
        }

        TestSong.WriteWav(path, sound, Rate);
        return [.. strokes];
    }

    /// <summary>Seconds at which the sound of a film begins anew after a pause, from decoding.</summary>
    public static double[] Attacks(string film)
    {
        const float Loud = 0.05f;
        const double Pause = 0.1;
        (float[] sound, int rate) = Decoded(film);
        List<double> attacks = [];
        double last = -1;
        for (int i = 0; i < sound.Length; i++)
        {
            double at = (double)i / rate;
            if (Math.Abs(sound[i]) < Loud)
            {
                continue;
            }

            if (at - last > Pause)
            {
                attacks.Add(at);
            }

            last = at;
        }

        return [.. attacks];
    }

    /// <summary>Longest stretch of a film in which nothing is heard, in seconds.</summary>
    public static double LongestSilence(string film)
    {
        (float[] sound, int rate) = Decoded(film);
        int run = 0,
            longest = 0;
        foreach (float v in sound)
        {
            run = Math.Abs(v) < 0.003f ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return (double)longest / rate;
    }

    private static (float[] Sound, int Rate) Decoded(string film)
    {
        const int FilmRate = 16000;
        string raw = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg("-i", film, "-map", "0:a:0", "-ac", "1", "-ar", "16000", "-f", "s16le", raw);
            byte[] bytes = File.ReadAllBytes(raw);
            float[] sound = new float[bytes.Length / 2];
            for (int i = 0; i < sound.Length; i++)
            {
                sound[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)) / 32768f;
            }

            return (sound, FilmRate);
        }
        finally
        {
            File.Delete(raw);
        }
    }

    private static float Noise(Random random) => (2 * (float)random.NextDouble()) - 1;

    private static void Fill(float[] piece, Func<float> value)
    {
        for (int i = 0; i < piece.Length; i++)
        {
            piece[i] = value();
        }
    }

    private static void Add(float[] piece, double at, float level, Func<double, double> wave)
    {
        int from = (int)Math.Round(at * Rate);
        for (int i = 0; i < Rate / 20 && from + i < piece.Length; i++)
        {
            piece[from + i] += level * (float)wave(i / (double)Rate);
        }
    }
}
