using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>Turns boundaries into shots.</summary>
internal static class ShotBuilder
{
    /// <summary>Shots from the first frame to the end, in order. Boundaries outside are ignored; shots without a frame are left
    /// out.</summary>
    /// <param name="first">PTS of the first frame.</param>
    /// <param name="end">PTS after the last frame.</param>
    /// <param name="boundaries">Boundaries in order.</param>
    /// <param name="frameCount">Frames of the clip when they were counted from its first frame on, else null.</param>
    public static List<Shot> Build(MediaTime first, MediaTime end, IReadOnlyList<ShotBoundary> boundaries, int? frameCount)
    {
        List<Shot> shots = [];
        MediaTime start = first;
        BoundaryKind kind = BoundaryKind.ClipEdge;
        long startFrame = 0;
        foreach (ShotBoundary boundary in boundaries)
        {
            if (boundary.Start.Ticks >= end.Ticks)
            {
                break;
            }

            if (boundary.Start.Ticks > start.Ticks)
            {
                shots.Add(Make(start, boundary.Start, kind, boundary.Kind, startFrame, boundary.StartFrame));
            }

            if (boundary.End.Ticks >= start.Ticks)
            {
                (start, kind, startFrame) = (boundary.End, boundary.Kind, boundary.EndFrame);
            }
        }

        if (start.Ticks < end.Ticks)
        {
            shots.Add(Make(start, end, kind, BoundaryKind.ClipEdge, startFrame, frameCount ?? 0));
        }

        return shots;

        Shot Make(MediaTime from, MediaTime to, BoundaryKind before, BoundaryKind after, long fromFrame, long toFrame) =>
            new()
            {
                Start = from,
                End = to,
                StartKind = before,
                EndKind = after,
                StartFrame = frameCount is null ? null : fromFrame,
                EndFrame = frameCount is null ? null : toFrame,
            };
    }
}
