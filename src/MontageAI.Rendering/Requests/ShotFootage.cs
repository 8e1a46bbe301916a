using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Requests;

/// <summary>A stretch of a source that a shot shows.</summary>
/// <param name="SourcePath">Full path of the source.</param>
/// <param name="Stream">Index of its stream.</param>
/// <param name="From">Second of the stream at which it begins.</param>
/// <param name="To">Second at which it ends.</param>
public sealed record ShotFootage(string SourcePath, int Stream, double From, double To)
{
    /// <summary>What a shot shows, with what its neighbours show in its transitions.</summary>
    /// <param name="job">The shot.</param>
    /// <param name="rate">The timeline's grid.</param>
    public static IReadOnlyList<ShotFootage> Of(ShotRequest job, FrameRate rate) =>
        [
            .. ShotFeed
                .Of(job)
                .Select(f =>
                {
                    double start = f.StartSeconds(rate);
                    double end = f.IsStill ? 0 : f.Shot.In.Seconds + ShotClock.SourceSeconds(f.Shot, rate, f.To);
                    return new ShotFootage(f.SourcePath, f.Video.Index, Math.Min(start, end), Math.Max(start, end));
                }),
        ];
}
