using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Materials;

/// <summary>
/// The part of a song that plays under a montage. The montage lasts <c>End - Start</c> seconds.
/// </summary>
/// <param name="Start">Second of the song at the montage's first frame, 0 or more; on a downbeat where the song has them.</param>
/// <param name="End"> Second of the song at the montage's end, above <paramref name="Start"/>; on a bar line where the song has them. With
/// loop points it counts on past <paramref name="LoopEnd"/> as if the song were that long: Start 0, LoopEnd 30 and End 75 play 75 seconds.
/// A planner that is asked for more than this plays the loop on (<see cref="LoopedTo"/>). </param>
/// <param name="LoopStart">Second to which the song jumps back; given together with <paramref name="LoopEnd"/>, else null.</param>
/// <param name="LoopEnd">Second at which it jumps back; above <paramref name="LoopStart"/> and <paramref name="Start"/>.</param>
/// <param name="Reason">Why this part, in words.</param>
public sealed record SongStretch(double Start, double End, double? LoopStart, double? LoopEnd, string Reason)
{
    /// <summary>Seconds at the end over which the song is faded at least, since it ends within a bar; null where it does not.</summary>
    public double? FadeSeconds { get; init; }

    /// <summary>Length in seconds, loops unrolled.</summary>
    internal double Seconds => End - Start;

    /// <summary>Whether playing it jumps back at least once.</summary>
    internal bool Loops => LoopEnd is { } loopEnd && End > loopEnd + SongClock.Tolerance;

    /// <summary>Which second of the song sounds when.</summary>
    internal SongClock Clock => new(Start, Seconds, LoopStart, LoopEnd);

    /// <summary>
    /// This stretch, played on through its loop until about as long as wanted: its end becomes the bar line nearest to the wanted length
    /// (the wanted length itself where bars are unknown). A stretch without loop points, or long enough already, stays as it is.
    /// </summary>
    /// <param name="seconds">Wanted length.</param>
    /// <param name="analysis">The song, whose downbeats tell the bar lines.</param>
    internal SongStretch LoopedTo(double seconds, MusicAnalysis analysis)
    {
        if (LoopStart is null || LoopEnd is null || seconds <= Seconds + SongClock.Tolerance)
        {
            return this;
        }

        // One more pass than needed, so that a bar line after the wanted end is met too.
        SongStretch longer = this with
        {
            End = Start + seconds + (LoopEnd.Value - LoopStart.Value),
        };
        double wanted = Start + seconds;
        double[] bars = analysis.Strategy is RhythmStrategy.Beats or RhythmStrategy.User
            ?
            [
                .. longer
                    .Clock.Unroll(analysis.Beats, b => b.Time)
                    .Where(m => m.Item.BarPosition == 1 && m.MontageSecond > 0)
                    .Select(m => Start + m.MontageSecond),
            ]
            : [];
        double end = bars.Length > 0 ? bars.MinBy(b => Math.Abs(b - wanted)) : wanted;
        return this with { End = Math.Abs(end - wanted) <= 4 ? end : wanted };
    }

    /// <summary>Everything that is wrong with the numbers, a sentence each; empty when they hold together.</summary>
    internal IReadOnlyList<Problem> Validate()
    {
        List<Problem> problems = [];
        if (!double.IsFinite(Start) || Start < 0)
        {
            problems.Add(new Problem(ErrorCode.Range, $"start {Start} must be 0 or more.", Field.SongStretch));
        }

        if (!double.IsFinite(End) || End <= Start)
        {
            problems.Add(new Problem(ErrorCode.Range, $"end {End} must lie after start {Start}.", Field.SongStretch));
        }

        if (LoopStart is null != LoopEnd is null)
        {
            problems.Add(new Problem(ErrorCode.Range, "loop start and loop end are given together or not at all.", Field.SongStretch));
        }
        else if (LoopStart is { } from && LoopEnd is { } to && (from < 0 || to <= from || to <= Start))
        {
            problems.Add(
                new Problem(
                    ErrorCode.Range,
                    $"the loop from {from} to {to} must have a length and end after start {Start}.",
                    Field.SongStretch
                )
            );
        }

        return problems;
    }
}
