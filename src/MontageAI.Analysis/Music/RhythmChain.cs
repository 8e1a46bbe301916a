using System.Globalization;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>
/// Chooses what a track is cut on, strongest first: beats, else onsets, else rises of loudness, else, where the options ask for one, a
/// steady grid, else nothing. Each step is taken only when its evidence suffices, and the result says which it was and why.
/// </summary>
internal static class RhythmChain
{
    /// <summary>Below -66 dB full scale at its loudest a track counts as silent.</summary>
    public const float Silent = 5e-4f;

    /// <summary>Makes the result.</summary>
    public static MusicAnalysis Decide(TrackEvidence evidence, MusicOptions options, TrackerTuning tuning)
    {
        float loudest = 0;
        foreach (float v in evidence.Rms)
        {
            loudest = Math.Max(loudest, v);
        }

        EnergyProfile energy = new(EnergyMeter.HopSeconds, Array.ConvertAll(evidence.Rms, v => loudest < Silent ? 0 : v / loudest));
        MusicAnalysis result = new()
        {
            Algorithm = MusicAnalyzer.Algorithm,
            AnalysedEnd = evidence.Seconds,
            Strategy = RhythmStrategy.None,
            Confidence = 0,
            Reason = "The track is silent.",
            Energy = energy,
        };
        if (loudest < Silent)
        {
            return Grid(result, options);
        }

        Activations activations = Activations.Of(evidence, tuning);
        float[] activation = activations.Onset;
        IReadOnlyList<BeatReading> readings = BeatHypotheses.Read(
            activations,
            evidence,
            tuning.For(options),
            mayChangeLevel: options.KnownBpm is null
        );
        BarPath path = readings.Count == 0 ? BarPath.Empty : readings[0].Path;
        (double[] times, float[] strengths) = BeatRefiner.Refine(path, activation, tuning.ObservationLambda);
        double lag = AttackMeter.Lag(evidence.Attacks.Span, times, strengths);
        for (int i = 0; i < times.Length; i++)
        {
            times[i] += lag + BeatRefiner.AttackOffset;
        }

        double confidence = RhythmConfidence.Of(path, activations, times, strengths, evidence).Value;
        List<(double Time, float Strength)> onsets = OnsetPicker.Pick(activation, 0.5f);
        result = result with { Onsets = [.. onsets.Select(o => o.Time)], Confidence = confidence };
        if (times.Length >= 4 && (confidence >= options.MinConfidence || options.KnownBpm is not null))
        {
            return WithBeats(result, evidence, readings, times, strengths, activations);
        }

        string why = times.Length < 4 ? "The track is too short to show a beat" : "The track has no steady beat";
        return WithMoments(result, evidence, onsets, why, options);
    }

    private static MusicAnalysis WithBeats(
        MusicAnalysis result,
        TrackEvidence evidence,
        IReadOnlyList<BeatReading> readings,
        double[] times,
        float[] strengths,
        Activations activations
    )
    {
        BarReading bars = DownbeatTracker.Track(
            BeatFeatures.Compute(times, evidence, activations),
            times.Length,
            activations.Downbeat.Length > 0
        );
        List<Beat> beats = new(times.Length);
        float strongest = Math.Max(1e-6f, strengths.Max());
        for (int i = 0; i < times.Length; i++)
        {
            if (times[i] >= 0 && times[i] < evidence.Seconds)
            {
                beats.Add(new Beat(times[i], bars.Positions[i], strengths[i] / strongest));
            }
        }

        double bpm = Tempo(times);
        return result with
        {
            Strategy = RhythmStrategy.Beats,
            Reason = string.Create(CultureInfo.InvariantCulture, $"{beats.Count} beats at {bpm:0.0} BPM in bars of {bars.BeatsPerBar}."),
            TempoBpm = bpm,
            BeatsPerBar = bars.BeatsPerBar,
            Beats = beats,
            Alternatives = Others(readings, bpm),
            Sections = SectionFinder.Find(evidence, [.. beats.Where(b => b.BarPosition == 1).Select(b => b.Time)]),
        };
    }

    // The tempo that other readings have by themselves, unless it is the chosen one's at another phase.
    private static IReadOnlyList<TempoAlternative> Others(IReadOnlyList<BeatReading> readings, double bpm) =>
        [
            .. readings
                .Skip(1)
                .Select(r =>
                    Math.Abs((r.Bpm / readings[0].Bpm) - 1) < 0.04
                        ? new TempoAlternative(bpm, Math.Exp(r.Score - readings[0].Score), OffBeat: true)
                        : new TempoAlternative(r.Bpm, Math.Exp(r.Score - readings[0].Score))
                ),
        ];

    /// <summary>Median tempo in beats per minute of two or more beats.</summary>
    internal static double Tempo(double[] times)
    {
        double[] intervals = new double[times.Length - 1];
        for (int i = 0; i < intervals.Length; i++)
        {
            intervals[i] = times[i + 1] - times[i];
        }

        Array.Sort(intervals);
        // The mean of the middle half: as robust as the median, and finer where intervals repeat.
        int from = intervals.Length / 4,
            to = intervals.Length - from;
        return 60 / intervals.AsSpan(from, to - from).ToArray().Average();
    }

    private static MusicAnalysis WithMoments(
        MusicAnalysis result,
        TrackEvidence evidence,
        List<(double Time, float Strength)> onsets,
        string why,
        MusicOptions options
    )
    {
        IReadOnlyList<MusicSection> sections = SectionFinder.Find(evidence, []);
        List<(double Time, float Strength)> strong = Moments.Spaced(onsets.Where(o => o.Strength >= 0.6f), 0.35);
        if (strong.Count >= 3 && strong.Count >= evidence.Seconds / 8)
        {
            return result with
            {
                Strategy = RhythmStrategy.Onsets,
                Reason = $"{why}; note onsets are used.",
                Beats = Moments.AsBeats(strong),
                Sections = sections,
            };
        }

        List<(double Time, float Strength)> rises = Moments.Rises(evidence.Rms);
        if (rises.Count >= 2)
        {
            return result with
            {
                Strategy = RhythmStrategy.Energy,
                Reason = $"{why} and few onsets; rises of loudness are used.",
                Beats = Moments.AsBeats(rises),
                Sections = sections,
            };
        }

        return Grid(result with { Reason = $"{why}, and neither onsets nor rises of loudness to cut on.", Sections = sections }, options);
    }

    private static MusicAnalysis Grid(MusicAnalysis result, MusicOptions options)
    {
        if (options.SteadyGridSeconds is not { } step)
        {
            return result;
        }

        List<Beat> beats = [];
        for (int i = 0; i * step < result.AnalysedEnd; i++)
        {
            beats.Add(new Beat(i * step, 0, 0));
        }

        return result with
        {
            Strategy = RhythmStrategy.SteadyGrid,
            Confidence = 0,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Reason} A steady grid of {step:0.###} s is used, as asked; it follows no sound."
            ),
            Beats = beats,
        };
    }
}
