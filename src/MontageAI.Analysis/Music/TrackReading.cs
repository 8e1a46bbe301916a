using System.Globalization;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>Reads each part of a track that holds music by itself, so that neither silence nor noise around it has a beat or bends its
/// tempo.</summary>
internal static class TrackReading
{
    // Parts that a sentence lists.
    private const int Listed = 3;

    // Where a long part has no steady beat as a whole, windows of this many seconds are read by themselves: a song may begin after talk, or
    // among voices. They must be surer than a whole track, since there are many of them.
    private const double WindowSeconds = 16;
    private const double StepSeconds = 4;
    private const double LeastSeconds = 30;
    private const int MostWindows = 150;
    private const double SureConfidence = 0.85;

    // Talk has pauses, at least this share of the time; a drone, in which any beat can be heard, has none.
    private const double LeastPauses = 0.1;

    // What is no music for so long is a section of its own.
    private const double LeastGapSeconds = 5;

    /// <summary>Makes the result.</summary>
    public static MusicAnalysis Decide(TrackEvidence evidence, MusicOptions options, TrackerTuning tuning)
    {
        IReadOnlyList<MusicPart> parts = MusicParts.Find(evidence);
        MusicPart whole = new(0, evidence.Seconds);
        if (parts.Count == 0)
        {
            // A track that is noise throughout is read all the same, as what it is: it may be what the user wants to cut on.
            return RhythmChain.Decide(evidence, options, tuning);
        }

        List<Reading> readings = [.. parts.SelectMany(p => Read(evidence, p, options, tuning))];
        return readings is [{ } one] && one.Part == whole ? one.Analysis : Joined(evidence, readings);
    }

    private static List<Reading> Read(TrackEvidence evidence, MusicPart part, MusicOptions options, TrackerTuning tuning)
    {
        Reading reading = One(part);
        if (
            reading.Analysis.Strategy == RhythmStrategy.Beats
            || part.Seconds < LeastSeconds
            || options.KnownBpm is not null
            || reading.Pauses < LeastPauses
        )
        {
            return [reading];
        }

        List<MusicPart> steady = [];
        double step = Math.Max(StepSeconds, part.Seconds / MostWindows);
        for (double at = part.Start; at + WindowSeconds <= part.End + 1e-6; at += step)
        {
            MusicPart window = new(at, at + WindowSeconds);
            if (One(window).Analysis is { Strategy: RhythmStrategy.Beats, Confidence: >= SureConfidence })
            {
                if (steady.Count > 0 && steady[^1].End >= window.Start)
                {
                    steady[^1] = steady[^1] with { End = window.End };
                }
                else
                {
                    steady.Add(window);
                }
            }
        }

        List<Reading> found = [.. steady.Select(One).Where(r => r.Analysis.Strategy == RhythmStrategy.Beats)];
        return found.Count == 0 ? [reading] : found;

        Reading One(MusicPart asked)
        {
            (TrackEvidence own, double start) = asked.Start == 0 && asked.End >= evidence.Seconds ? (evidence, 0) : evidence.Of(asked);
            return new Reading(asked, start, own.Rms.Max(), Pauses.Share(own.Rms), RhythmChain.Decide(own, options, tuning));
        }
    }

    private static MusicAnalysis Joined(TrackEvidence evidence, List<Reading> readings)
    {
        Reading main = readings.OrderByDescending(r => r.Analysis.Strategy).ThenByDescending(r => r.Part.Seconds).First();
        MusicPart[] parts = [.. readings.Select(r => r.Part)];
        float loudest = Math.Max(RhythmChain.Silent, evidence.Rms.Max());
        Beat[] beats =
        [
            .. readings
                .Where(r => r.Analysis.Strategy == main.Analysis.Strategy)
                .SelectMany(r => r.Analysis.Beats.Select(b => b with { Time = b.Time + r.Offset }).Where(b => r.Holds(b.Time))),
        ];
        return main.Analysis with
        {
            AnalysedEnd = evidence.Seconds,
            Reason = $"{Sentence(main.Analysis, beats.Length)} {Where(parts)}",
            Energy = new EnergyProfile(EnergyMeter.HopSeconds, Array.ConvertAll(evidence.Rms, v => v / loudest)),
            Beats = beats,
            Onsets = [.. readings.SelectMany(r => r.Analysis.Onsets.Select(t => t + r.Offset).Where(r.Holds))],
            Sections = Sections(readings, loudest, evidence.Seconds),
            Parts = parts,
        };
    }

    private static string Sentence(MusicAnalysis main, int beats) =>
        main.Strategy == RhythmStrategy.Beats
            ? string.Create(CultureInfo.InvariantCulture, $"{beats} beats at {main.TempoBpm:0.0} BPM in bars of {main.BeatsPerBar}.")
            : main.Reason;

    private static string Where(MusicPart[] parts)
    {
        IEnumerable<string> listed = parts
            .Take(Listed)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Start:0.0} to {p.End:0.0} s"));
        string more = parts.Length > Listed ? string.Create(CultureInfo.InvariantCulture, $" and {parts.Length - Listed} more") : "";
        return $"There is music from {string.Join(", ", listed)}{more}; the rest is silence or noise, or has no steady beat.";
    }

    // Without gaps: what is no music is an intro, a break or an outro of no energy; where it is short, part of the section before.
    private static List<MusicSection> Sections(List<Reading> readings, float loudest, double seconds)
    {
        List<MusicSection> sections = [];
        double at = 0;
        foreach (Reading reading in readings)
        {
            double from = at;
            if (reading.Part.Start - at < LeastGapSeconds)
            {
                from = sections.Count == 0 ? at : reading.Part.Start;
                Stretch(from);
            }
            else
            {
                from = reading.Part.Start;
                sections.Add(new MusicSection(at, reading.Part.Start, at == 0 ? SectionKind.Intro : SectionKind.Break, 0));
            }

            float share = reading.Loudest / loudest;
            IReadOnlyList<MusicSection> own =
                reading.Analysis.Sections.Count > 0
                    ? reading.Analysis.Sections
                    : [new MusicSection(0, reading.Part.Seconds, SectionKind.Verse, 1)];
            sections.AddRange(
                own.Select(
                    (s, i) =>
                        s with
                        {
                            Start = i == 0 ? from : s.Start + reading.Offset,
                            End = i == own.Count - 1 ? reading.Part.End : s.End + reading.Offset,
                            Energy = s.Energy * share,
                        }
                )
            );
            at = reading.Part.End;
        }

        if (seconds - at < LeastGapSeconds)
        {
            Stretch(seconds);
        }
        else
        {
            sections.Add(new MusicSection(at, seconds, SectionKind.Outro, 0));
        }

        return sections;

        void Stretch(double end)
        {
            if (sections.Count > 0)
            {
                sections[^1] = sections[^1] with { End = end };
            }
        }
    }

    private sealed record Reading(MusicPart Part, double Offset, float Loudest, double Pauses, MusicAnalysis Analysis)
    {
        // Edges are known to a level's hop.
        private const double Slack = 0.05;

        public bool Holds(double time) => time >= Part.Start - Slack && time < Part.End;
    }
}
