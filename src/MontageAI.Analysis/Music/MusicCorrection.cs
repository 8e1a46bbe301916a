using System.Globalization;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>
/// What a user may put right about a track's beats. Each function returns a new analysis and leaves the rest of it as it was; sections
/// follow the downbeats.
/// </summary>
public static class MusicCorrection
{
    // A tempo that the user states in whole numbers may be off by this share; the grid is fitted within it.
    private const double TempoSlack = 0.004;

    /// <summary>Reads the same music at double or half the tempo.</summary>
    /// <param name="analysis">A track with beats.</param>
    /// <param name="factor">2 puts a beat between every two; 0.5 keeps every second one, those of the downbeats among them.</param>
    /// <returns>The corrected analysis; the same when it has no beats.</returns>
    /// <remarks>
    /// Every old downbeat stays one when doubling (a bar of 4 becomes two). When halving, bars of 4 pair up: of two old downbeats one
    /// stays.
    /// </remarks>
    public static MusicAnalysis ScaleTempo(MusicAnalysis analysis, double factor)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (factor is not (2 or 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The tempo is scaled by 2 or by 0.5.");
        }

        if (!HasBeats(analysis) || analysis.Beats.Count < 2)
        {
            return analysis;
        }

        IReadOnlyList<Beat> beats =
            factor == 2
                ? BarCounting.Double(analysis.Beats, analysis.BeatsPerBar)
                : BarCounting.Halve(analysis.Beats, analysis.BeatsPerBar);
        return WithGrid(analysis, InMusic(analysis, beats)) with
        {
            TempoBpm = analysis.TempoBpm * factor,
            Reason = $"{analysis.Reason} Tempo {(factor == 2 ? "doubled" : "halved")} by the user.",
        };
    }

    /// <summary>Moves all beats (or moments).</summary>
    /// <param name="analysis">A track.</param>
    /// <param name="seconds">Later if positive. Beats that leave the analysed part are dropped.</param>
    public static MusicAnalysis Offset(MusicAnalysis analysis, double seconds)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (seconds == 0 || analysis.Beats.Count == 0)
        {
            return analysis;
        }

        Beat[] beats =
        [
            .. analysis
                .Beats.Select(b => b with { Time = b.Time + seconds })
                .Where(b => b.Time >= analysis.AnalysedStart && b.Time < analysis.AnalysedEnd),
        ];
        return WithGrid(analysis, InMusic(analysis, beats)) with
        {
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{analysis.Reason} Beats moved by {seconds * 1000:+0;-0} ms by the user."
            ),
        };
    }

    /// <summary>Puts the beats half-way between those found: the off-beat was taken for the beat.</summary>
    /// <param name="analysis">A track with beats.</param>
    /// <returns>The corrected analysis, each beat with the place in the bar of the one before it; the same when it has no beats.</returns>
    public static MusicAnalysis ToOffBeats(MusicAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (!HasBeats(analysis) || analysis.Beats.Count < 2)
        {
            return analysis;
        }

        Beat[] beats =
        [
            .. analysis.Beats.Zip(
                analysis.Beats.Skip(1),
                (a, b) => a with { Time = (a.Time + b.Time) / 2, Strength = Math.Min(a.Strength, b.Strength) }
            ),
        ];
        return WithGrid(analysis, InMusic(analysis, beats)) with { Reason = $"{analysis.Reason} Beats moved to the off-beat by the user." };
    }

    /// <summary>Moves the downbeats by whole beats; the beats stay.</summary>
    /// <param name="analysis">A track with bars.</param>
    /// <param name="beats">Later if positive.</param>
    /// <returns>The corrected analysis; the same when it has no bars.</returns>
    public static MusicAnalysis ShiftBars(MusicAnalysis analysis, int beats)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (!HasBeats(analysis) || analysis.BeatsPerBar is not { } meter || beats % meter == 0)
        {
            return analysis;
        }

        int shift = ((beats % meter) + meter) % meter;
        Beat[] moved =
        [
            .. analysis.Beats.Select(b =>
                b.BarPosition == 0 ? b : b with { BarPosition = ((b.BarPosition - 1 - shift + meter) % meter) + 1 }
            ),
        ];
        return WithGrid(analysis, InMusic(analysis, moved)) with
        {
            Reason = string.Create(CultureInfo.InvariantCulture, $"{analysis.Reason} Downbeats moved by {beats:+0;-0} beats by the user."),
        };
    }

    /// <summary>
    /// Beats at a tempo that the user knows: those found, where they agree with it within 3 % (or do when doubled or halved); else a
    /// steady grid at the phase where most onsets lie.
    /// </summary>
    /// <param name="analysis">A track.</param>
    /// <param name="bpm">Beats per minute, 30 to 300.</param>
    /// <remarks>
    /// For music whose tempo drifts, analysing again with <see cref="MusicOptions.KnownBpm"/> is better: a steady grid cannot follow it.
    /// </remarks>
    public static MusicAnalysis WithTempo(MusicAnalysis analysis, double bpm)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentOutOfRangeException.ThrowIfLessThan(bpm, 30);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bpm, 300);
        foreach (double factor in (double[])[1, 2, 0.5])
        {
            if (HasBeats(analysis) && analysis.TempoBpm is { } found && Math.Abs((found * factor / bpm) - 1) < 0.03)
            {
                MusicAnalysis scaled = factor == 1 ? analysis : ScaleTempo(analysis, factor);
                return scaled with
                {
                    Reason = string.Create(CultureInfo.InvariantCulture, $"{scaled.Reason} Agrees with the {bpm:0.##} BPM given."),
                };
            }
        }

        (double fitted, double first) = SteadyGrid.Fit(analysis, bpm, TempoSlack);
        Beat[] beats = SteadyGrid.Beats(analysis, fitted, first);
        return WithGrid(analysis, InMusic(analysis, beats)) with
        {
            Strategy = RhythmStrategy.User,
            Confidence = 1,
            TempoBpm = fitted,
            BeatsPerBar = beats.Any(b => b.BarPosition > 0) ? analysis.BeatsPerBar : null,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"A steady grid at the {bpm:0.##} BPM given (fitted: {fitted:0.###}), at the phase that suits the onsets best."
            ),
        };
    }

    /// <summary>Beats from a user's file in place of those found.</summary>
    /// <param name="analysis">A track.</param>
    /// <param name="beats">Two or more, ascending; those outside the analysed part are left out.</param>
    public static MusicAnalysis WithBeats(MusicAnalysis analysis, IReadOnlyList<UserBeat> beats)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(beats);
        Beat[] used =
        [
            .. beats
                .Where(b => b.Time >= analysis.AnalysedStart && b.Time < analysis.AnalysedEnd)
                .Select(b => new Beat(b.Time, b.BarPosition, 1)),
        ];
        string left = used.Length == beats.Count ? "" : $" {beats.Count - used.Length} lie outside the track and are left out.";
        int longest = used.Length == 0 ? 0 : used.Max(b => b.BarPosition);
        return WithGrid(analysis, used) with
        {
            Strategy = used.Length == 0 ? RhythmStrategy.None : RhythmStrategy.User,
            Confidence = used.Length == 0 ? 0 : 1,
            TempoBpm = used.Length < 2 ? null : RhythmChain.Tempo([.. used.Select(b => b.Time)]),
            BeatsPerBar = longest > 1 ? longest : null,
            Reason = $"{used.Length} beats given by the user.{left}",
        };
    }

    private static bool HasBeats(MusicAnalysis analysis) => analysis.Strategy is RhythmStrategy.Beats or RhythmStrategy.User;

    // What a correction puts into silence or noise between parts is no beat. What the user gave stays where it is.
    private static IReadOnlyList<Beat> InMusic(MusicAnalysis analysis, IReadOnlyList<Beat> beats) =>
        analysis.Parts.Count == 0 ? beats : [.. beats.Where(b => analysis.Parts.Any(p => b.Time >= p.Start - 0.05 && b.Time < p.End))];

    // New beats; sections' inner edges move to the nearest downbeat.
    private static MusicAnalysis WithGrid(MusicAnalysis analysis, IReadOnlyList<Beat> beats)
    {
        double[] downbeats = [.. beats.Where(b => b.BarPosition == 1).Select(b => b.Time)];
        List<MusicSection> sections = [];
        foreach (MusicSection section in analysis.Sections)
        {
            double start = sections.Count == 0 ? section.Start : Nearest(downbeats, section.Start);
            if (sections.Count > 0)
            {
                if (start <= sections[^1].Start)
                {
                    continue;
                }

                sections[^1] = sections[^1] with { End = start };
            }

            sections.Add(section with { Start = start });
        }

        if (sections.Count > 0)
        {
            sections[^1] = sections[^1] with { End = analysis.Sections[^1].End };
        }

        return analysis with
        {
            Beats = beats,
            Sections = sections,
        };
    }

    private static double Nearest(double[] moments, double time) =>
        moments.Length == 0 ? time : moments.MinBy(m => (Math.Abs(m - time), m));
}
