using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Models;

/// <summary>
/// Sounds in which speech is looked for. Truth of clean recordings is where their level stands within 28 dB of their loudest, pauses under
/// 0.3 s closed; noise and music are mixed to them afterwards, so the truth stays. Everything else holds no speech. Detectors are fitted on
/// the files of "tuning"; figures are given for the others.
/// </summary>
internal sealed class SpeechSounds(FFmpegTools tools)
{
    /// <summary>Samples per second of the sound from which truth is read.</summary>
    public const int TruthRate = 8000;

    /// <summary>Frames of truth per second.</summary>
    public const int FramesPerSecond = 100;

    /// <summary>Rain, of which the first half is for tuning.</summary>
    public const string Rain = "speech/neg_rain.mp3";

    /// <summary>The song that is mixed to speech in tests.</summary>
    public const string Song = "music/osu_cysmix_triangles.mp3";

    /// <summary>Somebody sings alone.</summary>
    public const string Singing = "speech/sadtalker_itosinger1.flac";

    private static readonly HashSet<string> s_music = [".ogg", ".mp3", ".flac", ".m4a"];

    /// <summary>Recordings for tuning.</summary>
    public static IReadOnlyList<string> Tuned { get; } =
    ["speech/librispeech_198-209-0000.ogg", "speech/silero_aepyx_8k.flac", "speech/sadtalker_RD_Radio31_000.flac"];

    /// <summary>Recordings for figures.</summary>
    public static IReadOnlyList<string> Tested { get; } =
    [
        "speech/librispeech_3436-172162-0000.ogg",
        "speech/librispeech_5703-47212-0000.ogg",
        "speech/silero_test_60s.flac",
        "speech/julen_ribas.m4a",
    ];

    /// <summary>All of it is somebody speaking, over a background from which no truth can be read.</summary>
    public static IReadOnlyList<string> Spoken { get; } =
    ["speech/sadtalker_chinese_news.flac", "faces/talking_head_1.mp4", "speech/voices_around_fire.mp3"];

    /// <summary>Neither speech nor music, never used for tuning.</summary>
    public static IReadOnlyList<string> Noises { get; } = ["speech/neg_crunching.mp3", "speech/neg_humpback.ogg"];

    /// <summary>Every other piece of music: the even ones are for tuning, the odd ones for figures.</summary>
    public static IReadOnlyList<string> Music(bool tuning) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(BenchPaths.Media, "music"), "*", SearchOption.AllDirectories)
                .Where(f => s_music.Contains(Path.GetExtension(f)))
                .Select(f => Path.GetRelativePath(BenchPaths.Media, f))
                .Order(StringComparer.Ordinal)
                .Where((_, i) => i % 2 == (tuning ? 0 : 1)),
        ];

    /// <summary>The first minute of a file, mono.</summary>
    public async Task<float[]> ReadAsync(string file, int sampleRate)
    {
        List<float> samples = [];
        await new PcmReader(tools)
            .ReadAsync(
                Path.Combine(BenchPaths.Media, file),
                new PcmOptions { SampleRate = sampleRate, MaxSeconds = 60 },
                block => samples.AddRange(block),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        return [.. samples];
    }

    /// <summary>Where a clean recording is within 28 dB of its loudest, rumble taken off, pauses under 0.3 s closed; frame by
    /// frame.</summary>
    /// <param name="samples">The recording at <see cref="TruthRate"/>.</param>
    public static bool[] Truth(float[] samples)
    {
        const int Hop = 80;
        float[] bright = [.. samples.Select((v, i) => v - (0.95f * (i > 0 ? samples[i - 1] : 0)))];
        double[] level =
        [
            .. Enumerable
                .Range(0, samples.Length / Hop)
                .Select(i =>
                    10
                    * Math.Log10(
                        1e-12
                            + bright
                                .AsSpan(Math.Max(0, (i * Hop) - 80), Math.Min(240, samples.Length - Math.Max(0, (i * Hop) - 80)))
                                .ToArray()
                                .Average(v => (double)v * v)
                    )
                ),
        ];
        double high = level.Order().ElementAt((int)(0.95 * level.Length));
        bool[] truth = [.. level.Select(l => l > high - 28)];
        int last = int.MinValue;
        for (int i = 0; i < truth.Length; i++)
        {
            if (truth[i])
            {
                if (last >= 0 && i - last <= 30)
                {
                    Array.Fill(truth, true, last, i - last);
                }

                last = i;
            }
        }

        return truth;
    }

    /// <summary>Wind and engines: noise that falls by 6 dB an octave; a minute.</summary>
    public static float[] Rumble(int seed)
    {
        Random random = new(seed);
        double at = 0;
        return [.. Enumerable.Range(0, 60 * 8000).Select(_ => (float)(at = (0.995 * at) + random.NextDouble() - 0.5))];
    }

    /// <summary>Steps, claps, rustling: bursts of noise a few times a second, some in groups; a minute.</summary>
    public static float[] Steps(int seed, double decay)
    {
        Random random = new(seed);
        (double level, double last) = (0, 0);
        float[] samples = new float[60 * 8000];
        for (int i = 0; i < samples.Length; i++)
        {
            level = random.NextDouble() < 5.0 / 8000 ? 0.1 + random.NextDouble() : level * Math.Pow(decay, 0.05);
            double noise = random.NextDouble() - 0.5;
            samples[i] = (float)(0.1 * level * (noise + (0.5 * last)));
            last = noise;
        }

        return samples;
    }

    /// <summary>Another sound added, so many decibels below.</summary>
    public static float[] Mixed(float[] samples, float[] other, double below)
    {
        double power = samples.Average(v => (double)v * v),
            noise = other.Average(v => (double)v * v);
        double gain = Math.Sqrt(power / noise) * Math.Pow(10, -below / 20);
        return [.. samples.Select((v, i) => (float)(v + (gain * other[i % other.Length])))];
    }
}
