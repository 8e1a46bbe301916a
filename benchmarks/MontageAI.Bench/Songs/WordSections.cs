using MontageAI.Results;
using static System.FormattableString;

namespace MontageAI.Bench.Songs;

/// <summary>Compares sections with a song's words: what is sung more than once with the same words is a chorus.</summary>
internal static class WordSections
{
    // Words are known to begin up to a bar before their section does, and sections end in pauses.
    private const double NearSeconds = 3;

    // Between two lines of one chorus, and of a chorus at least.
    private const double GapSeconds = 6;
    private const double LeastSeconds = 8;

    /// <summary>The stretches whose words come again.</summary>
    public static IReadOnlyList<(double Start, double End)> Choruses(IReadOnlyList<SungLine> lines)
    {
        Dictionary<string, int> counts = lines.GroupBy(l => Plain(l.Text)).ToDictionary(g => g.Key, g => g.Count());
        List<(double Start, double End)> found = [];
        foreach (SungLine line in lines.Where(l => counts[Plain(l.Text)] > 1))
        {
            if (
                found.Count > 0
                && line.Start - found[^1].End < GapSeconds
                && !lines.Any(o => counts[Plain(o.Text)] == 1 && o.Start > found[^1].Start && o.Start < line.Start)
            )
            {
                found[^1] = (found[^1].Start, line.End);
            }
            else
            {
                found.Add((line.Start, line.End));
            }
        }

        return [.. found.Where(f => f.End - f.Start >= LeastSeconds)];
    }

    /// <summary>One line of figures.</summary>
    public static string Compare(IReadOnlyList<SungLine> lines, MusicAnalysis analysis)
    {
        IReadOnlyList<(double Start, double End)> choruses = Choruses(lines);
        double[] starts = [.. analysis.Sections.Skip(1).Select(s => s.Start)];
        int met = choruses.Count(c => starts.Any(s => Math.Abs(s - c.Start) <= NearSeconds));
        double sung = choruses.Sum(c => c.End - c.Start),
            named = analysis.Sections.Where(s => s.Kind == SectionKind.Chorus).Sum(s => s.End - s.Start),
            both = choruses.Sum(c =>
                analysis
                    .Sections.Where(s => s.Kind == SectionKind.Chorus)
                    .Sum(s => Math.Max(0, Math.Min(s.End, c.End) - Math.Max(s.Start, c.Start)))
            );
        return Invariant($"choruses by words at {string.Join(", ", choruses.Select(c => Invariant($"{c.Start:0}-{c.End:0}")))}: {met} of ")
            + Invariant($"{choruses.Count} begin with a section; called chorus: {both:0} of their {sung:0} s, ")
            + Invariant($"and {named - both:0} s beside them");
    }

    private static string Plain(string text) => new([.. text.ToLowerInvariant().Where(char.IsAsciiLetter)]);
}
