using System.Globalization;
using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>The part of a song that a montage is set to.</summary>
/// <param name="Start">Seconds in the song where the montage begins; on a downbeat where the song has them.</param>
/// <param name="End">Seconds in the song where it ends; on a bar line where it has them (on another beat where a voice would be cut off
/// there), at most half a bar from what was asked.</param>
/// <param name="LoopStart"> For a song shorter than asked: where to jump back to after <paramref name="LoopEnd"/>; null when no loop is
/// needed. A whole number of bars lies between the two. </param>
/// <param name="LoopEnd">Where to jump back from; null when no loop is needed.</param>
/// <param name="Reason">Why this part, in a sentence for the user.</param>
public sealed record SongExcerpt(double Start, double End, double? LoopStart, double? LoopEnd, string Reason)
{
    /// <summary>Second of the song where the drop inside this part begins; null where there is none.</summary>
    public double? Drop { get; init; }

    /// <summary>Seconds of the last bar, over which a part that ends within one is faded; null where the part ends with a bar.</summary>
    public double? FadeSeconds { get; init; }

    /// <summary>Chooses the best stretch for a montage.</summary>
    /// <param name="analysis">The song, or the part of it that was analysed.</param>
    /// <param name="seconds">Length of the montage, greater than 0.</param>
    /// <param name="wish">What the montage wants of it; null for nothing in particular.</param>
    /// <returns> The stretch. A song without beats starts at a moment to cut on where there is one and has the asked length. Equal scores
    /// go to the earlier. </returns>
    public static SongExcerpt Choose(MusicAnalysis analysis, double seconds, ExcerptWish? wish = null)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        wish ??= ExcerptWish.None;
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
            if (Best(analysis, part, seconds, wish) is { } found && (best is null || found.Score > best.Value.Score + 1e-9))
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

    private static (SongExcerpt Part, double Score)? Best(MusicAnalysis analysis, MusicPart part, double seconds, ExcerptWish wish)
    {
        double[] downbeats = Downbeats(analysis, part);
        bool bars = downbeats.Length >= 2;
        double[] starts = bars ? downbeats : [part.Start, .. analysis.Beats.Select(b => b.Time).Where(t => t > part.Start && t < part.End)];
        ExcerptJudge judge = new(analysis, bars ? downbeats : [], wish);
        BarLines lines = new(analysis, downbeats, part.End);
        (SongExcerpt Part, double Score)? best = null;
        foreach (double start in starts)
        {
            foreach (double end in bars && !wish.IsExact ? lines.Near(start, start + seconds) : [start + seconds])
            {
                if (!(end > start && end <= part.End + 1e-9))
                {
                    continue;
                }

                ExcerptVerdict verdict = judge.Of(start, end);
                if (best is null || verdict.Score > best.Value.Score + 1e-9)
                {
                    bool onLine = bars && lines.IsLine(end);
                    best = (
                        new SongExcerpt(start, end, null, null, Sentence(start, end, bars, onLine, verdict.Why))
                        {
                            Drop = verdict.Drop,
                            FadeSeconds = bars && !onLine ? lines.BarSeconds(end) : null,
                        },
                        verdict.Score
                    );
                }
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

    private static string Sentence(double start, double end, bool bars, bool onLine, string why) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{start:0.0} to {end:0.0} s of the song{(bars ? $", from a downbeat{(onLine ? " to a bar line" : "")}" : "")}: {why}."
        );
}
