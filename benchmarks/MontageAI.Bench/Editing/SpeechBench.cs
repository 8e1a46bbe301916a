using System.Globalization;
using MontageAI.Analysis.Speech;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;

namespace MontageAI.Bench.Editing;

/// <summary>
/// How right speech detection is, frame by frame. Truth of clean recordings is where their level stands within 28 dB of their loudest,
/// pauses under 0.3 s closed; noise and
/// music are mixed to them afterwards, so the truth stays. Everything else holds no speech. The weights were fitted on the files of
/// "tuning"; figures are given for the others.
/// </summary>
internal static class SpeechBench
{
    private static readonly string[] s_tuned =
    [
        "speech/librispeech_198-209-0000.ogg",
        "speech/silero_aepyx_8k.flac",
        "speech/sadtalker_RD_Radio31_000.flac",
    ];

    private static readonly string[] s_tested =
    [
        "speech/librispeech_3436-172162-0000.ogg",
        "speech/librispeech_5703-47212-0000.ogg",
        "speech/silero_test_60s.flac",
        "speech/julen_ribas.m4a",
    ];

    // All of it is somebody speaking, over a background from which no truth can be read.
    private static readonly string[] s_spoken =
    [
        "speech/sadtalker_chinese_news.flac",
        "faces/talking_head_1.mp4",
        "speech/voices_around_fire.mp3",
    ];

    /// <summary>Runs the part. "--dump FILE" writes the features of the tuning files instead, for fitting.</summary>
    public static async Task RunAsync(EditBenchContext context)
    {
        Sounds sounds = new(context.Tools);
        float[] rain = await sounds.ReadAsync("speech/neg_rain.mp3").ConfigureAwait(false);
        string[] music =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(BenchPaths.Media, "music"), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".ogg" or ".mp3" or ".flac" or ".m4a")
                .Select(f => Path.GetRelativePath(BenchPaths.Media, f))
                .Order(StringComparer.Ordinal),
        ];
        string[] tuningMusic = [.. music.Where((_, i) => i % 2 == 0)],
            testMusic = [.. music.Where((_, i) => i % 2 == 1)];
        if (context.Arguments.Count == 2 && context.Arguments[0] == "--dump")
        {
            await DumpAsync(context.Arguments[1], sounds, rain[..(rain.Length / 2)], tuningMusic).ConfigureAwait(false);
            return;
        }

        ModulationSpeechDetector detector = new();
        Console.WriteLine("| sound | seconds | speech | precision | recall | F1 |");
        Console.WriteLine("|---|---|---|---|---|---|");
        float[] otherRain = rain[(rain.Length / 2)..];
        float[] song = await sounds.ReadAsync("music/osu_cysmix_triangles.mp3").ConfigureAwait(false);
        Tally clean = new(),
            noisy = new(),
            low = new(),
            over = new();
        foreach (string file in s_tested)
        {
            float[] samples = await sounds.ReadAsync(file).ConfigureAwait(false);
            bool[] truth = Truth(samples);
            Line(file, samples, truth, clean);
            Line(file + " + rain 10 dB below", Mixed(samples, otherRain, 10), truth, noisy);
            Line(file + " + rumble 6 dB below", Mixed(samples, Rumble(2), 6), truth, low);
            Line(file + " + music 10 dB below", Mixed(samples, song, 10), truth, over);
        }

        Console.WriteLine($"| **clean, all** {clean}");
        Console.WriteLine($"| **+ rain, all** {noisy}");
        Console.WriteLine($"| **+ rumble, all** {low}");
        Console.WriteLine($"| **+ music, all** {over}");
        foreach (string file in s_spoken)
        {
            float[] samples = await sounds.ReadAsync(file).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: spoken throughout; {100 * Share(samples):0} % found"));
        }

        double seconds = 0,
            wrong = 0;
        foreach (string file in (string[])["speech/neg_crunching.mp3", "speech/neg_humpback.ogg"])
        {
            float[] samples = await sounds.ReadAsync(file).ConfigureAwait(false);
            Negative(file, samples);
        }

        Negative("speech/neg_rain.mp3, second half", otherRain);
        Negative(
            "speech/sadtalker_itosinger1.flac (singing)",
            await sounds.ReadAsync("speech/sadtalker_itosinger1.flac").ConfigureAwait(false)
        );
        (double musicSeconds, double musicWrong) = (0, 0);
        foreach (string file in testMusic)
        {
            float[] samples = await sounds.ReadAsync(file).ConfigureAwait(false);
            double share = Share(samples);
            musicSeconds += samples.Length / (double)detector.SampleRate;
            musicWrong += share * samples.Length / detector.SampleRate;
            if (share > 0.2)
            {
                Negative(file, samples);
            }
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"music, {testMusic.Length} files, {musicSeconds:0} s (many sung): {100 * musicWrong / musicSeconds:0.0} % taken for speech"
            )
        );
        double cpu = CpuClock.Seconds();
        detector.Find(song);
        cpu = CpuClock.Seconds() - cpu;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"cost: {1000 * cpu / (song.Length / (double)detector.SampleRate):0.00} ms of CPU per second of sound"
            )
        );

        double Share(float[] samples) => detector.Find(samples).Sum(s => s.End - s.Start) / (samples.Length / (double)detector.SampleRate);

        void Negative(string name, float[] samples)
        {
            double share = Share(samples);
            seconds += samples.Length / (double)detector.SampleRate;
            wrong += share * samples.Length / detector.SampleRate;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: no speech; {100 * share:0} % taken for speech"));
        }

        void Line(string name, float[] samples, bool[] truth, Tally all)
        {
            Tally tally = new();
            tally.Add(truth, Frames(detector.Find(samples), truth.Length));
            all.Add(tally);
            Console.WriteLine($"| {name} {tally}");
        }
    }

    private static async Task DumpAsync(string path, Sounds sounds, float[] rain, string[] music)
    {
        StreamWriter text = new(path);
        await using (text.ConfigureAwait(false))
        {
            float[] song = await sounds.ReadAsync(music[0]).ConfigureAwait(false);
            foreach (string file in s_tuned)
            {
                float[] samples = await sounds.ReadAsync(file).ConfigureAwait(false);
                bool[] truth = Truth(samples);
                foreach (
                    float[] version in (float[][])
                        [samples, Mixed(samples, rain, 10), Mixed(samples, song, 12), Mixed(samples, Rumble(1), 6)]
                )
                {
                    Write(file, version, truth);
                }
            }

            Write("rain", rain, null);
            Write("rumble", Rumble(1), null);
            Write("steps", Steps(1, 0.96), null);
            Write("claps", Steps(2, 0.99), null);
            foreach (string file in music)
            {
                Write(file, await sounds.ReadAsync(file).ConfigureAwait(false), null);
            }
        }

        void Write(string name, float[] samples, bool[]? truth)
        {
            double[][] features = ModulationSpeechDetector.Features(SpeechSpectrum.Of(samples));
            for (int i = 0; i < features.Length; i += 4)
            {
                // Only moments that are clearly one or the other teach something.
                int at = i * SpeechFeatures.Step;
                double share = truth is null
                    ? 0
                    : Enumerable.Range(at - 50, 100).Count(k => k >= 0 && k < truth.Length && truth[k]) / 100.0;
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

    // Where a clean recording is within 28 dB of its loudest, rumble taken off, pauses under 0.3 s closed.
    private static bool[] Truth(float[] samples)
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

    private static bool[] Frames(IReadOnlyList<SpeechStretch> found, int length)
    {
        bool[] frames = new bool[length];
        foreach (SpeechStretch stretch in found)
        {
            int from = Math.Min(length, (int)Math.Round(stretch.Start * 100)),
                to = Math.Min(length, (int)Math.Round(stretch.End * 100));
            Array.Fill(frames, true, from, to - from);
        }

        return frames;
    }

    // Wind and engines: noise that falls by 6 dB an octave.
    private static float[] Rumble(int seed)
    {
        Random random = new(seed);
        double at = 0;
        return [.. Enumerable.Range(0, 60 * 8000).Select(_ => (float)(at = (0.995 * at) + random.NextDouble() - 0.5))];
    }

    // Steps, claps, rustling: bursts of noise a few times a second, some in groups.
    private static float[] Steps(int seed, double decay)
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

    // Another sound added, so many decibels below.
    private static float[] Mixed(float[] samples, float[] other, double below)
    {
        double power = samples.Average(v => (double)v * v),
            noise = other.Average(v => (double)v * v);
        double gain = Math.Sqrt(power / noise) * Math.Pow(10, -below / 20);
        return [.. samples.Select((v, i) => (float)(v + (gain * other[i % other.Length])))];
    }

    private sealed class Tally
    {
        private long _right,
            _wrong,
            _missed,
            _frames;

        public void Add(bool[] truth, bool[] found)
        {
            for (int i = 0; i < truth.Length; i++)
            {
                _right += truth[i] && found[i] ? 1 : 0;
                _wrong += !truth[i] && found[i] ? 1 : 0;
                _missed += truth[i] && !found[i] ? 1 : 0;
            }

            _frames += truth.Length;
        }

        public void Add(Tally other) =>
            (_right, _wrong, _missed, _frames) = (
                _right + other._right,
                _wrong + other._wrong,
                _missed + other._missed,
                _frames + other._frames
            );

        public override string ToString()
        {
            double precision = _right / Math.Max(1.0, _right + _wrong),
                recall = _right / Math.Max(1.0, _right + _missed);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {_frames / 100.0:0} | {(_right + _missed) / 100.0:0} s | {precision:0.000} | {recall:0.000} | "
                    + $"{2 * precision * recall / Math.Max(1e-9, precision + recall):0.000} |"
            );
        }
    }

    private sealed class Sounds(FFmpegTools tools)
    {
        public async Task<float[]> ReadAsync(string file)
        {
            List<float> samples = [];
            await new PcmReader(tools)
                .ReadAsync(
                    Path.Combine(BenchPaths.Media, file),
                    new PcmOptions { SampleRate = new ModulationSpeechDetector().SampleRate, MaxSeconds = 60 },
                    block => samples.AddRange(block),
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            return [.. samples];
        }
    }
}
