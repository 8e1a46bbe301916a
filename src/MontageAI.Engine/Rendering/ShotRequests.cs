using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>Puts together what the renderer must know of each shot of a plan: its source, its neighbours where a transition shows both, the
/// montage's look.</summary>
/// <param name="plan">The plan.</param>
/// <param name="settled">Number of its shots that will not change any more.</param>
/// <param name="media">Facts of its sources by id.</param>
internal sealed class ShotRequests(Timeline plan, int settled, IReadOnlyDictionary<string, MediaInfo> media)
{
    private readonly Dictionary<string, TimelineSource> _sources = plan.Sources.ToDictionary(s => s.Id);

    /// <summary>The source of a shot.</summary>
    public TimelineSource SourceOf(TimelineShot shot) => _sources[shot.Source];

    /// <summary>What is to be rendered for a settled shot.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="text">Text to burn in, or null.</param>
    public ShotRequest JobOf(int index, string output, string? text)
    {
        TimelineShot shot = plan.Shots[index];
        // Of the last settled shot of an unfinished plan the next one may change; it will be entered by a hard cut.
        TimelineShot? next = index + 1 < settled ? plan.Shots[index + 1] : null;
        ShotTransition? exit =
            next is not null ? next.Entry
            : settled == plan.Shots.Count ? plan.Ending
            : null;
        ShotNeighbour self = Neighbour(shot);
        return new ShotRequest
        {
            Index = index,
            SourcePath = self.SourcePath,
            Container = self.Container,
            Video = self.Video,
            Shot = shot,
            Exit = exit,
            Before = shot.Entry is { ShowsBoth: true } && index > 0 ? Neighbour(plan.Shots[index - 1]) : null,
            After = exit is { ShowsBoth: true } && next is not null ? Neighbour(next) : null,
            Look = self.Look,
            Text = text,
            IsStill = self.IsStill,
            OutputPath = output,
        };
    }

    private ShotNeighbour Neighbour(TimelineShot shot)
    {
        TimelineSource source = SourceOf(shot);
        MediaInfo info = media[shot.Source];
        VideoStreamInfo video = PictureShape.At(info.Video.First(v => v.Index == source.VideoStream), source.Shapes, shot.In);
        return new ShotNeighbour(info.Path, info.Container, source.Fingerprint, video, shot)
        {
            Look = shot.Correction is { WithoutLook: true } ? null : plan.Look,
            IsStill = source.Still == true,
        };
    }
}
