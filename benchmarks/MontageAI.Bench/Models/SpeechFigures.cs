using System.Globalization;
using MontageAI.Analysis.Speech;
using MontageAI.Bench.Beats;
using MontageAI.Detection;
using MontageAI.Models;

namespace MontageAI.Bench.Models;

/// <summary>How right speech is found, by the learned network and by energy and rhythm, on files that neither was fitted to.</summary>
internal static class SpeechFigures
{
    /// <summary>Runs the part. "--tuning" gives the figures of the tuning files instead; "--dump FILE" writes their features,
    /// "--states FOLDER" what the network says of sounds.</summary>
    public static async Task RunAsync(ModelsBenchContext context)
    {
        SpeechSounds sounds = new(context.Tools);
        if (context.Arguments is ["--dump", var path])
        {
            await SpeechDump.RunAsync(path, sounds).ConfigureAwait(false);
            return;
        }

        if (context.Arguments is ["--states", var folder])
        {
            SpeechStates.Run(folder);
            return;
        }

        using LearnedModels models = new();
        if (models.Speech.Detector is not { } learned)
        {
            Console.WriteLine(models.Speech.Problem);
            return;
        }

        Column[] columns =
        [
            await MeasureAsync(sounds, learned, context.Arguments.Contains("--tuning")).ConfigureAwait(false),
            await MeasureAsync(sounds, new ModulationSpeechDetector(), context.Arguments.Contains("--tuning")).ConfigureAwait(false),
        ];
        Console.WriteLine("| row | learned | energy |");
        Console.WriteLine("|---|---|---|");
        foreach (string row in columns[0].Rows.Select(r => r.Name))
        {
            Console.WriteLine($"| {row} | {string.Join(" | ", columns.Select(c => c.Rows.Single(r => r.Name == row).Figure))} |");
        }
    }

    private static async Task<Column> MeasureAsync(SpeechSounds sounds, ISpeechDetector detector, bool tuning)
    {
        int rate = detector.SampleRate;
        float[] rain = await sounds.ReadAsync(SpeechSounds.Rain, rate).ConfigureAwait(false);
        rain = tuning ? rain[..(rain.Length / 2)] : rain[(rain.Length / 2)..];
        float[] song = await sounds.ReadAsync(tuning ? SpeechSounds.Music(tuning)[0] : SpeechSounds.Song, rate).ConfigureAwait(false);
        Column column = new([]);
        List<(float[] Samples, bool[] Truth)> clean = [];
        foreach (string file in tuning ? SpeechSounds.Tuned : SpeechSounds.Tested)
        {
            bool[] truth = SpeechSounds.Truth(await sounds.ReadAsync(file, SpeechSounds.TruthRate).ConfigureAwait(false));
            clean.Add((await sounds.ReadAsync(file, rate).ConfigureAwait(false), truth));
        }

        (string Name, Func<float[], float[]> Version)[] versions =
        [
            ("clean", s => s),
            ("music 10 dB below", s => SpeechSounds.Mixed(s, song, 10)),
            ("music as loud", s => SpeechSounds.Mixed(s, song, 0)),
            ("rain 10 dB below", s => SpeechSounds.Mixed(s, rain, 10)),
            ("rain as loud", s => SpeechSounds.Mixed(s, rain, 0)),
        ];
        foreach ((string name, Func<float[], float[]> version) in versions)
        {
            SpeechTally tally = new();
            foreach ((float[] samples, bool[] truth) in clean)
            {
                tally.Add(truth, detector.Find(version(samples)));
            }

            column.Add($"F1, {name}", $"{tally.F1:0.000} (precision {tally.Precision:0.000}, recall {tally.Recall:0.000})");
        }

        foreach (string file in tuning ? [] : SpeechSounds.Spoken)
        {
            column.Add($"spoken throughout, found: {file}", $"{100 * Share(await ReadAsync(file).ConfigureAwait(false)):0} %");
        }

        foreach (string file in tuning ? [] : SpeechSounds.Noises.Append(SpeechSounds.Singing))
        {
            column.Add($"taken for speech: {file}", $"{100 * Share(await ReadAsync(file).ConfigureAwait(false)):0.0} %");
        }

        column.Add("taken for speech: rain", $"{100 * Share(rain):0.0} %");
        (double seconds, double wrong) = (0, 0);
        List<string> worst = [];
        foreach (string file in SpeechSounds.Music(tuning))
        {
            float[] samples = await ReadAsync(file).ConfigureAwait(false);
            double share = Share(samples);
            seconds += samples.Length / (double)rate;
            wrong += share * samples.Length / rate;
            if (share > 0.2)
            {
                worst.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)} {100 * share:0} %"));
            }
        }

        column.Add("taken for speech: music, many sung", $"{100 * wrong / seconds:0.0} % of {seconds:0} s ({string.Join(", ", worst)})");
        ReadOnlyMemory<float>[] pieces =
        [
            .. Enumerable.Range(0, 16).Select(i => (ReadOnlyMemory<float>)song.AsMemory(i * rate * 3, rate * 3)),
        ];
        column.Add("CPU, one sound", $"{Cost(() => detector.Find(song), song.Length):0.0} ms per second of sound");
        column.Add(
            "CPU, 16 sounds of 3 s, one by one",
            $"{Cost(() => Array.ForEach(pieces, p => detector.Find(p.Span)), pieces.Length * rate * 3):0.0} ms per second of sound"
        );
        column.Add("CPU, the same at once", $"{Cost(() => detector.FindAll(pieces), pieces.Length * rate * 3):0.0} ms per second of sound");
        return column;

        double Share(float[] samples) => detector.Find(samples).Sum(s => s.End - s.Start) / (samples.Length / (double)rate);

        Task<float[]> ReadAsync(string file) => sounds.ReadAsync(file, rate);

        double Cost(Action listen, int samples)
        {
            listen();
            double cpu = CpuClock.Seconds();
            for (int i = 0; i < 3; i++)
            {
                listen();
            }

            return 1000 * (CpuClock.Seconds() - cpu) / (3 * samples / (double)rate);
        }
    }

    private sealed record Column(List<(string Name, string Figure)> Rows)
    {
        public void Add(string name, FormattableString figure) => Rows.Add((name, FormattableString.Invariant(figure)));
    }
}
