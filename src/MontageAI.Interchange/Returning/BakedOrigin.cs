using MontageAI.Interchange.Sequences;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Returning;

/// <summary>A file that an export rendered for one shot: what it stands for when it comes back.</summary>
/// <param name="File">The file as a source.</param>
/// <param name="Shot">Name of the shot in the timeline that was exported.</param>
/// <param name="In">The file's frame that is the shot's first.</param>
/// <param name="Choice">What was rendered.</param>
public sealed record BakedOrigin(TimelineSource File, string Shot, long In, BakeChoice Choice)
{
    /// <summary>The shot of the original that a stretch of the file stands for.</summary>
    /// <param name="shot">The stretch.</param>
    /// <param name="origin">The timeline that was exported.</param>
    /// <param name="clips">Its shots.</param>
    internal ReturnedShot Original(ReturnedShot shot, Timeline origin, IReadOnlyList<SequenceClip> clips)
    {
        int at = Enumerable.Range(0, clips.Count).First(i => clips[i].Shot == Shot);
        (TimelineShot was, SequenceClip clip) = (origin.Shots[at], clips[at]);
        long frames = shot.In - In;
        if (Math.Abs(frames) <= shot.Tolerance)
        {
            frames = 0;
        }

        double seconds = ShotClock.SourceSeconds(was, origin.Rate, frames);
        return shot with
        {
            Source = origin.Sources.First(s => s.Id == was.Source),
            Rate = clip.Media.Rate,
            In = clip.Media.IsStill
                ? 0
                : Math.Max(0, clip.In + (long)Math.Round(seconds * clip.Media.Rate.Value, MidpointRounding.AwayFromZero)),
            Tolerance = 0,
            Speed = shot.Speed * clip.Speed.Value,
            Shot = Shot,
            Pictures = Inside(was, frames),
            HasEntryInside = Choice == BakeChoice.All,
        };
    }

    // What is in the file's pictures goes with them, wherever the shot begins now.
    private TimelineShot Inside(TimelineShot was, long later) =>
        later == 0
            ? was
            : was with
            {
                Ramp = Choice >= BakeChoice.Speed && was.Ramp is { Count: > 0 } ramp ? SplitPaths.Later(ramp, later) : was.Ramp,
                Camera = Choice == BakeChoice.All && was.Camera is { Count: > 0 } camera ? SplitPaths.Later(camera, later) : was.Camera,
            };
}
