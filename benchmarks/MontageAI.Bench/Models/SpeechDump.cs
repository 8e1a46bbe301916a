using System.Globalization;
using MontageAI.Analysis.Speech;

namespace MontageAI.Bench.Models;

/// <summary>Writes the features of the tuning files, from which the weights of the detector by energy and rhythm are fitted.</summary>
internal static class SpeechDump
{
    /// <summary>Writes them, a line a moment: name; 1 for speech; the features.</summary>
    public static async Task RunAsync(string path, SpeechSounds sounds)
    {
        float[] rain = await sounds.ReadAsync(SpeechSounds.Rain, SpeechSounds.TruthRate).ConfigureAwait(false);
        rain = rain[..(rain.Length / 2)];
        IReadOnlyList<string> music = SpeechSounds.Music(tuning: true);
        StreamWriter text = new(path);
        await using (text.ConfigureAwait(false))
        {
            float[] song = await sounds.ReadAsync(music[0], SpeechSounds.TruthRate).ConfigureAwait(false);
            foreach (string file in SpeechSounds.Tuned)
            {
                float[] samples = await sounds.ReadAsync(file, SpeechSounds.TruthRate).ConfigureAwait(false);
                bool[] truth = SpeechSounds.Truth(samples);
                foreach (
                    float[] version in (float[][])
                        [
                            samples,
                            SpeechSounds.Mixed(samples, rain, 10),
                            SpeechSounds.Mixed(samples, song, 12),
                            SpeechSounds.Mixed(samples, SpeechSounds.Rumble(1), 6),
                        ]
                )
                {
                    Write(text, file, version, truth);
                }
            }

            Write(text, "rain", rain, null);
            Write(text, "rumble", SpeechSounds.Rumble(1), null);
            Write(text, "steps", SpeechSounds.Steps(1, 0.96), null);
            Write(text, "claps", SpeechSounds.Steps(2, 0.99), null);
            foreach (string file in music)
            {
                Write(text, file, await sounds.ReadAsync(file, SpeechSounds.TruthRate).ConfigureAwait(false), null);
            }
        }
    }

    private static void Write(StreamWriter text, string name, float[] samples, bool[]? truth)
    {
        double[][] features = ModulationSpeechDetector.Features(SpeechSpectrum.Of(samples));
        for (int i = 0; i < features.Length; i += 4)
        {
            // Only moments that are clearly one or the other teach something.
            int at = i * SpeechFeatures.Step;
            double share = truth is null ? 0 : Enumerable.Range(at - 50, 100).Count(k => k >= 0 && k < truth.Length && truth[k]) / 100.0;
            if (truth is null || share > 0.5)
            {
                text.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name};{(truth is null ? 0 : 1)};"
                            + $"{string.Join(';', features[i].Select(f => f.ToString("0.####", CultureInfo.InvariantCulture)))}"
                    )
                );
            }
        }
    }
}
