using System.Globalization;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>What is thought of one part of a song.</summary>
/// <param name="Score">Higher is better.</param>
/// <param name="Why">Why, without a full stop.</param>
/// <param name="Drop">Where the drop inside it begins, if there is one.</param>
internal readonly record struct ExcerptVerdict(double Score, string Why, double? Drop);

/// <summary>
/// Weighs parts of a song against each other: what a listener would miss (sentences that are cut, phrases and sections that are not whole)
/// against energy, choruses, and what the montage wants.
/// </summary>
/// <param name="analysis">The song.</param>
/// <param name="downbeats">Its downbeats, ascending; empty where it has none.</param>
/// <param name="wish">What the montage wants.</param>
internal sealed class ExcerptJudge(MusicAnalysis analysis, double[] downbeats, ExcerptWish wish)
{
    // Weights against mean energy (0 to 1), chosen by hand on full songs: those of the test media and one of those with words.
    private const double SectionStartBonus = 0.22;
    private const double ChorusShare = 0.35;
    private const double RiseBonus = 0.15;
    private const double SectionEndBonus = 0.05;
    private const double OutroPenalty = 0.3;
    private const double CourseWeight = 0.6;
    private const double DropWeight = 0.8;

    // A phrase is four bars: to stop within one that has just begun, or to begin within the last of a section, sounds like a mistake.
    private const int PhraseBars = 4;
    private const double PhraseBonus = 0.06;
    private const double HalfPhraseBonus = 0.02;
    private const double StumpPenalty = 0.12;

    // An end on a beat within a bar, which is faded, is the second choice.
    private const double OffLinePenalty = 0.06;

    // A sentence that is cut is worse than anything else that a part can have or lack.
    private const double CutPenalty = 1.2;
    private const double LeastSung = 0.15;
    private const double FullySung = 0.5;

    // Between words, and while a held note fades, so much of that at most. Chosen on the two songs with words of the test media.
    private const double PauseShare = 0.4;
    private const double ShortPause = 0.8;
    private const double FadeSeconds = 1.5;

    // A drop begins in this share of the part, and what comes before it is quieter by at least this.
    private const double EarliestDrop = 0.12;
    private const double LatestDrop = 0.9;
    private const double LeastRise = 0.08;
    private const double LeadSeconds = 8;

    private const double Same = 0.05;

    /// <summary>Weighs one part.</summary>
    public ExcerptVerdict Of(double start, double end)
    {
        double score = MeanEnergy(start, end);
        List<string> why = [];
        List<double> rises = [];
        double chorus = 0,
            outro = 0;
        foreach (MusicSection section in analysis.Sections)
        {
            double inside = Math.Max(0, Math.Min(end, section.End) - Math.Max(start, section.Start)) / (end - start);
            chorus += section.Kind == SectionKind.Chorus ? inside : 0;
            outro += section.Kind == SectionKind.Outro ? inside : 0;
            if (Math.Abs(section.Start - start) < Same)
            {
                score += SectionStartBonus;
                why.Add($"it begins with a section ({section.Kind.ToString().ToLowerInvariant()})");
            }

            score += Math.Abs(section.End - end) < Same ? SectionEndBonus : 0;
            score -= Math.Max(Stump(section.Start, end), Stump(start, section.End));
            double place = (section.Start - start) / (end - start);
            if (section.Kind == SectionKind.Chorus && place is > 0.1 and < 0.6)
            {
                rises.Add(section.Start);
            }
        }

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

        double? drop = Drop(start, end);
        score +=
            (ChorusShare * chorus) - (OutroPenalty * outro) + Phrases(start, end) + (wish.NeedsDrop && drop is not null ? DropWeight : 0);
        score += CourseWeight * wish.CourseStrength * Course(start, end);
        double cut = Cut(start) + Cut(end);
        if (analysis.Voices.Count > 0 && Sung(start) <= LeastSung && Sung(end) <= LeastSung)
        {
            why.Add("no sung line is cut");
        }

        return new(score - (CutPenalty * cut), why.Count == 0 ? "it has the most energy" : string.Join(", ", why), drop);
    }

    // Whole phrases: from the start, and at either edge counted from where its section begins.
    private double Phrases(double start, double end)
    {
        if (downbeats.Length == 0)
        {
            return 0;
        }

        bool onLine = downbeats.Any(d => Math.Abs(d - end) < Same) || end > downbeats[^1];
        double sum = (onLine ? 0 : -OffLinePenalty) + Whole(BarsOfSection(start, start));
        // What ends within a bar ends no phrase, however many bars lie before it.
        sum += onLine ? Whole(Bars(start, end)) + Whole(BarsOfSection(end - (2 * Same), end)) : 0;
        return sum;
    }

    private static double Whole(int? bars) =>
        bars is null ? 0
        : bars % PhraseBars == 0 ? PhraseBonus
        : bars % 2 == 0 ? HalfPhraseBonus
        : 0;

    // Bars up to a moment of the section that another one lies in, from its first downbeat on; null where there are no sections.
    private int? BarsOfSection(double within, double time)
    {
        if (analysis.Sections.LastOrDefault(s => s.Start <= within + Same) is not { } section)
        {
            return null;
        }

        int first = Array.FindIndex(downbeats, d => d >= section.Start - Same);
        return first < 0 ? null : Bars(downbeats[first], time);
    }

    // The first of the strongest rises to a chorus inside.
    private double? Drop(double start, double end)
    {
        double? drop = null;
        double best = LeastRise;
        foreach (MusicSection section in analysis.Sections.Where(s => s.Kind == SectionKind.Chorus))
        {
            double place = (section.Start - start) / (end - start);
            if (place is < EarliestDrop or > LatestDrop)
            {
                continue;
            }

            double rise =
                MeanEnergy(section.Start, Math.Min(section.End, section.Start + LeadSeconds))
                - MeanEnergy(Math.Max(start, section.Start - LeadSeconds), section.Start);
            if (rise > best)
            {
                (drop, best) = (section.Start, rise);
            }
        }

        return drop;
    }

    // Correlation of the energy's course with the wished one, -1 to 1.
    private double Course(double start, double end)
    {
        int count = wish.Course.Count;
        if (count < 2 || wish.CourseStrength <= 0)
        {
            return 0;
        }

        double[] own = new double[count];
        for (int i = 0; i < count; i++)
        {
            own[i] = MeanEnergy(start + ((end - start) * i / count), start + ((end - start) * (i + 1) / count));
        }

        double mean = own.Average(),
            wished = wish.Course.Average();
        double dot = 0,
            a = 0,
            b = 0;
        for (int i = 0; i < count; i++)
        {
            dot += (own[i] - mean) * (wish.Course[i] - wished);
            a += (own[i] - mean) * (own[i] - mean);
            b += (wish.Course[i] - wished) * (wish.Course[i] - wished);
        }

        return a * b < 1e-12 ? 0 : dot / Math.Sqrt(a * b);
    }

    // How much a voice is cut at a moment, 0 to 1: in full by what is sung on either side of it without a pause for half a second; less in
    // a short pause, which may lie between two words, and soon after a voice, since held notes fade below what is heard.
    private double Cut(double time)
    {
        if (Sung(time) is > LeastSung and var sung)
        {
            return Math.Min(1, sung / FullySung);
        }

        double before = analysis.Voices.Where(v => v.Start < time).Select(v => Math.Max(0, time - v.End)).Append(FadeSeconds).Min(),
            after = analysis.Voices.Where(v => v.End > time).Select(v => Math.Max(0, v.Start - time)).Append(ShortPause).Min();
        return PauseShare * Math.Clamp(1 - Math.Min((before + after) / ShortPause, before / FadeSeconds), 0, 1);
    }

    // Seconds that are sung without a pause on both sides of a moment; 0 where nobody sings.
    private double Sung(double time) => analysis.Voices.Select(v => Math.Min(time - v.Start, v.End - time)).Append(0).Max();

    // What is lost by a piece of a section that is shorter than a phrase; a piece within its first bar is one as well.
    private double Stump(double from, double to) =>
        downbeats.Length > 0 && to - from > Same && Bars(from, to) < PhraseBars ? StumpPenalty : 0;

    // Bar lines after one moment and up to another; 0 where there are none.
    private int Bars(double from, double to)
    {
        int count = 0;
        foreach (double line in downbeats)
        {
            count += line > from + Same && line <= to + Same ? 1 : 0;
        }

        return count;
    }

    private double MeanEnergy(double start, double end)
    {
        EnergyProfile energy = analysis.Energy;
        int from = Math.Clamp((int)((start - analysis.AnalysedStart) / energy.HopSeconds), 0, energy.Values.Count);
        int to = Math.Clamp((int)((end - analysis.AnalysedStart) / energy.HopSeconds), from, energy.Values.Count);
        double sum = 0;
        for (int i = from; i < to; i++)
        {
            sum += energy.Values[i];
        }

        return to == from ? 0 : sum / (to - from);
    }
}
