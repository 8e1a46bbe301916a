using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Requests;

/// <summary>A run of frames of one shot, as one input of a filter graph: the shot itself, or what a neighbour shows in a
/// transition.</summary>
/// <param name="SourcePath">Full path of the source.</param>
/// <param name="Container">FFmpeg's name of the source's container format, as probed.</param>
/// <param name="Video">The stream to show.</param>
/// <param name="Shot">The shot that the frames belong to.</param>
/// <param name="From">First frame, counted from the shot's first; before 0 in front of its in-point.</param>
/// <param name="To">The frame after the last; may lie after the shot's end.</param>
internal sealed record ShotFeed(string SourcePath, string? Container, VideoStreamInfo Video, TimelineShot Shot, long From, long To)
{
    /// <summary>The montage's look as far as it is for this shot; null for none.</summary>
    public PictureLook? Look { get; init; }

    /// <summary>Whether the source is a photograph.</summary>
    public bool IsStill { get; init; }

    /// <summary>As in <see cref="ShotRequest.Clock"/>.</summary>
    public ProxyClock? Clock { get; init; }

    /// <summary>Number of frames.</summary>
    public long Length => To - From;

    /// <summary>Whether these are frames in front of the shot or after it, which the plan allows for but cannot count as shown.</summary>
    public bool IsNeighbour => From < 0 || To > Shot.Record.Length;

    /// <summary>The shot of a job.</summary>
    public static ShotFeed Own(ShotRequest job) =>
        new(job.SourcePath, job.Container, job.Video, job.Shot, 0, job.Shot.Record.Length)
        {
            Look = job.Look,
            IsStill = job.IsStill,
            Clock = job.Clock,
        };

    /// <summary>All inputs of a job, the shot itself first.</summary>
    public static IReadOnlyList<ShotFeed> Of(ShotRequest job)
    {
        List<ShotFeed> feeds = [Own(job)];
        if (Before(job) is { } before)
        {
            feeds.Add(before);
        }

        if (After(job) is { } after)
        {
            feeds.Add(after);
        }

        return feeds;
    }

    /// <summary>What the shot before shows while this one is entered, or null.</summary>
    public static ShotFeed? Before(ShotRequest job) =>
        job is { Before: { } shot, Shot.Entry: { ShowsBoth: true } entry }
            ? Neighbour(shot, shot.Shot.Record.Length, shot.Shot.Record.Length + entry.Half)
            : null;

    /// <summary>What the shot after shows while this one is left, or null.</summary>
    public static ShotFeed? After(ShotRequest job) =>
        job is { After: { } shot, Exit: { ShowsBoth: true } exit } ? Neighbour(shot, -exit.Half, 0) : null;

    /// <summary>Second of the source at which the first frame is looked for.</summary>
    public double StartSeconds(FrameRate rate) =>
        IsStill ? 0 : Shot.In.Seconds + (From == 0 ? 0 : ShotClock.SourceSeconds(Shot, rate, From));

    private static ShotFeed Neighbour(ShotNeighbour shot, long from, long to) =>
        new(shot.SourcePath, shot.Container, shot.Video, shot.Shot, from, to)
        {
            Look = shot.Look,
            IsStill = shot.IsStill,
            Clock = shot.Clock,
        };
}
