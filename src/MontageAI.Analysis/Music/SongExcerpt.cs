using System.Globalization;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>The part of a song that a montage is set to.</summary>
/// <param name="Start">Seconds in the song where the montage begins; on a downbeat where the song has them.</param>
/// <param name="End">Seconds in the song where it ends; on a bar line where it has them, at most half a bar from what was asked.</param>
/// <param name="LoopStart"> For a song shorter than asked: where to jump back to after <paramref name="LoopEnd"/>; null when no loop is
/// needed. A whole number of bars lies between the two. </param>
/// <param name="LoopEnd">Where to jump back from; null when no loop is needed.</param>
/// <param name="Reason">Why this part, in a sentence for the user.</param>
public sealed record SongExcerpt(double Start, double End, double? LoopStart, double? LoopEnd, string Reason)
{
    // Weights against mean energy (0 to 1), chosen by hand on the full songs of the test media.
    private const double SectionStartBonus = 0.22;
    private const double ChorusShare = 0.35;
    private const double RiseBonus = 0.15;
    private const double SectionEndBonus = 0.05;
    private const double OutroPenalty = 0.3;

    // A phrase is four bars: to stop within one that has just begun, or to begin within the last of a section, sounds like a mistake.
    private const int PhraseBars = 4;
    private const double PhraseEndBonus = 0.04;
    private const double StumpPenalty = 0.12;

    /// <summary>Chooses the best stretch for a montage.</summary>
    /// <param name="analysis">The song, or the part of it that was analysed.</param>
    /// <param name="seconds">Length of the montage, greater than 0.</param>
    /// <returns> The stretch. A song without beats starts at a moment to cut on where there is one and has the asked length. Equal scores
    /// go to the earlier. </returns>
    public static SongExcerpt Choose(MusicAnalysis analysis, double seconds)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        MusicPart[] parts = Usable(analysis);
        MusicPart[] roomy = [.. parts.Where(p => seconds <= p.Seconds + 1e-6)];
        if (roomy.Length == 0)
        {
            MusicPart longest = parts.MaxBy(p => p.Seconds);
            return Whole(longest, Downbeats(analysis, longest), seconds);
        }

        (SongExcerpt Part, double Score)? best = null;
        foreach (MusicPart part in roomy)
        {
            if (Best(analysis, part, seconds) is { } found && (best is null || found.Score > best.Value.Score + 1e-9))
            {
                best = found;
            }
        }

        // No downbeat leaves enough song after it: the stretch begins as late as its length allows.
        return best?.Part
            ?? new SongExcerpt(
                roomy[0].Start,
                roomy[0].Start + seconds,
                null,
                null,
                "From the beginning: no downbeat leaves enough of the song after it."
            );
    }

    // Where there is music to play: those parts that have something to cut on, if any has.
    private static MusicPart[] Usable(MusicAnalysis analysis)
    {
        if (analysis.Parts.Count == 0)
        {
            return [new MusicPart(analysis.AnalysedStart, analysis.AnalysedEnd)];
        }

        MusicPart[] cut = [.. analysis.Parts.Where(p => analysis.Beats.Any(b => b.Time >= p.Start && b.Time < p.End))];
        return cut.Length > 0 ? cut : [.. analysis.Parts];
    }

    private static double[] Downbeats(MusicAnalysis analysis, MusicPart part) =>
        [.. analysis.Beats.Where(b => b.BarPosition == 1 && b.Time >= part.Start && b.Time < part.End).Select(b => b.Time)];

    private static (SongExcerpt Part, double Score)? Best(MusicAnalysis analysis, MusicPart part, double seconds)
    {
        double[] downbeats = Downbeats(analysis, part);
        bool bars = downbeats.Length >= 2;
        double[] starts = bars ? downbeats : [part.Start, .. analysis.Beats.Select(b => b.Time).Where(t => t > part.Start && t < part.End)];
        (SongExcerpt Part, double Score)? best = null;
        foreach (double start in starts)
        {
            double end = bars ? BarLine(downbeats, start, start + seconds, part.End) : start + seconds;
            if (!(end > start && end <= part.End + 1e-9))
            {
                continue;
            }

            (double score, string why) = Judge(analysis, start, end, bars ? downbeats : []);
            if (best is null || score > best.Value.Score + 1e-9)
            {
                best = (new SongExcerpt(start, end, null, null, Sentence(start, end, bars, why)), score);
            }
        }

        return best;
    }

    private static SongExcerpt Whole(MusicPart part, double[] downbeats, double seconds)
    {
        string need = string.Create(
            CultureInfo.InvariantCulture,
            $"The song lasts {part.Seconds:0.0} s and {seconds:0.0} s are wanted: the whole song"
        );
        return downbeats.Length >= 2
            ? new SongExcerpt(part.Start, part.End, downbeats[0], downbeats[^1], $"{need}, looped over {downbeats.Length - 1} bars.")
            : new SongExcerpt(part.Start, part.End, part.Start, part.End, $"{need}, repeated.");
    }

    // The downbeat nearest to a wanted end; past the last downbeat bars go on at the last one's length while the song lasts.
    private static double BarLine(double[] downbeats, double start, double wanted, double songEnd)
    {
        double best = double.NaN;
        foreach (double line in downbeats)
        {
            best = line > start && !(Math.Abs(line - wanted) >= Math.Abs(best - wanted)) ? line : best;
        }

        double bar = downbeats[^1] - downbeats[^2];
        for (double line = downbeats[^1] + bar; line <= songEnd + 1e-9; line += bar)
        {
            best = line > start && !(Math.Abs(line - wanted) >= Math.Abs(best - wanted)) ? line : best;
        }

        return Math.Abs(best - wanted) <= (bar / 2) + 0.05 ? best : double.NaN;
    }

    private static (double Score, string Why) Judge(MusicAnalysis analysis, double start, double end, double[] downbeats)
    {
        double score = MeanEnergy(analysis.Energy, start - analysis.AnalysedStart, end - analysis.AnalysedStart);
        List<string> why = [];
        List<double> rises = [];
        double chorus = 0,
            outro = 0;
        foreach (MusicSection section in analysis.Sections)
        {
            double inside = Math.Max(0, Math.Min(end, section.End) - Math.Max(start, section.Start)) / (end - start);
            chorus += section.Kind == SectionKind.Chorus ? inside : 0;
            outro += section.Kind == SectionKind.Outro ? inside : 0;
            if (Math.Abs(section.Start - start) < 0.05)
            {
                score += SectionStartBonus;
                why.Add($"it begins with a section ({section.Kind.ToString().ToLowerInvariant()})");
            }

            score += Math.Abs(section.End - end) < 0.05 ? SectionEndBonus : 0;
            score -= Math.Max(Stump(downbeats, section.Start, end), Stump(downbeats, start, section.End));
            double place = (section.Start - start) / (end - start);
            if (section.Kind == SectionKind.Chorus && place is > 0.1 and < 0.6)
            {
                rises.Add(section.Start);
            }
        }

        score += Bars(downbeats, start, end) is > 0 and var length && length % PhraseBars == 0 ? PhraseEndBonus : 0;
        if (rises.Count > 0)
        {
            score += RiseBonus;
            string again = rises.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {rises.Count - 1} more times") : "";
            why.Add(string.Create(CultureInfo.InvariantCulture, $"it rises to the chorus at {rises[0]:0.0} s{again}"));
        }

        if (chorus > 0.5)
        {
            why.Add("most of it is chorus");
        }

        return (
            score + (ChorusShare * chorus) - (OutroPenalty * outro),
            why.Count == 0 ? "it has the most energy" : string.Join(", ", why)
        );
    }

    // What is lost by a piece of a section that is shorter than a phrase.
    private static double Stump(double[] downbeats, double from, double to) =>
        to - from > 0.05 && Bars(downbeats, from, to) is > 0 and < PhraseBars ? StumpPenalty : 0;

    // Bar lines after one moment and up to another; 0 where there are none.
    private static int Bars(double[] downbeats, double from, double to)
    {
        int count = 0;
        foreach (double line in downbeats)
        {
            count += line > from + 0.05 && line <= to + 0.05 ? 1 : 0;
        }

        return count;
    }

    private static double MeanEnergy(EnergyProfile energy, double start, double end)
    {
        int from = Math.Clamp((int)(start / energy.HopSeconds), 0, energy.Values.Count);
        int to = Math.Clamp((int)(end / energy.HopSeconds), from, energy.Values.Count);
        double sum = 0;
        for (int i = from; i < to; i++)
        {
            sum += energy.Values[i];
        }

        return to == from ? 0 : sum / (to - from);
    }

    private static string Sentence(double start, double end, bool bars, string why) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{start:0.0} to {end:0.0} s of the song{(bars ? ", from a downbeat to a bar line" : "")}: {why}."
        );
}
