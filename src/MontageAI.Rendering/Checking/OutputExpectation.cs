using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Checking;

/// <summary>What a rendered film must be.</summary>
public sealed record OutputExpectation
{
    /// <summary>The grid.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Frames in the film.</summary>
    public required long Frames { get; init; }

    /// <summary>First frame of every shot, ascending, starting with 0; each must be a key frame, and no other frame may be but those of
    /// <see cref="Single"/>.</summary>
    public required IReadOnlyList<long> Cuts { get; init; }

    /// <summary>Stretches that are joined from single pictures, each of which is a key frame; ascending.</summary>
    public IReadOnlyList<FrameRange> Single { get; init; } = [];

    /// <summary>Shots, by their first frames, that begin black because the plan wants it so.</summary>
    internal IReadOnlyList<long> BlackStarts { get; init; } = [];

    /// <summary>Stretches in which the picture stands still because the plan wants it so: freezes and photographs.</summary>
    internal IReadOnlyList<FrameRange> Standing { get; init; } = [];

    /// <summary>Whether a stretch that stands still lies where it may, but for a few frames on either side.</summary>
    internal bool MayStand(long start, long end) => Standing.Any(s => start >= s.Start - 3 && end <= s.End + 3);

    /// <summary>All frames that must be key frames, ascending.</summary>
    internal IReadOnlyList<long> KeyFrames() =>
        Single.Count == 0
            ? Cuts
            : [.. new SortedSet<long>(Cuts.Concat(Single.SelectMany(r => Enumerable.Range(0, (int)r.Length).Select(i => r.Start + i))))];

    /// <summary>Whether there must be a sound track.</summary>
    public required bool HasAudio { get; init; }

    /// <summary>What a timeline asks for.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="hasAudio">Whether a sound track was put in.</param>
    public static OutputExpectation For(Timeline timeline, bool hasAudio)
    {
        return new OutputExpectation
        {
            Rate = timeline.Rate,
            Frames = timeline.Frames,
            Cuts = [.. timeline.Shots.Select(s => s.Record.Start)],
            HasAudio = hasAudio,
            BlackStarts = [.. timeline.Shots.Where(s => s.Entry is { Kind: TransitionKind.FadeBlack }).Select(s => s.Record.Start)],
            Standing = [.. Merged(timeline.Shots.SelectMany(s => StandingOf(s, timeline)))],
        };
    }

    private static IEnumerable<FrameRange> StandingOf(TimelineShot shot, Timeline timeline)
    {
        // A slow move over a photograph may stay below what the checks can tell from standing still.
        if (timeline.Sources.Any(s => s.Id == shot.Source && s.Still == true))
        {
            yield return shot.Record;
        }

        for (int i = 0; i < (shot.Ramp?.Count ?? 0); i++)
        {
            long to = i + 1 < shot.Ramp!.Count ? shot.Ramp[i + 1].Frame : shot.Record.Length;
            if (shot.Ramp[i].Speed == 0 && (i + 1 == shot.Ramp.Count || shot.Ramp[i + 1].Speed == 0))
            {
                yield return Within(shot, shot.Ramp[i].Frame, to);
            }
        }
    }

    private static FrameRange Within(TimelineShot shot, long from, long to) =>
        new(Math.Min(shot.Record.End, shot.Record.Start + from), Math.Min(shot.Record.End, shot.Record.Start + to));

    // Photographs that follow one another stand still together.
    private static IEnumerable<FrameRange> Merged(IEnumerable<FrameRange> ranges)
    {
        FrameRange? last = null;
        foreach (FrameRange range in ranges.Where(r => r.Length > 0).OrderBy(r => r.Start))
        {
            if (last is { } open && range.Start <= open.End)
            {
                last = new FrameRange(open.Start, Math.Max(open.End, range.End));
                continue;
            }

            if (last is { } done)
            {
                yield return done;
            }

            last = range;
        }

        if (last is { } end)
        {
            yield return end;
        }
    }
}

/// <summary>How closely a film is looked at.</summary>
public enum CheckDepth
{
    /// <summary>The container's tables: counts, times, key frames, offsets, packets too small to hold movement. Decodes nothing.</summary>
    Container,

    /// <summary>Also the first picture of every shot and all of the sound. Decodes key frames only.</summary>
    KeyFrames,

    /// <summary>Also every picture.</summary>
    Full,
}

/// <summary>What a finding is about.</summary>
public enum CheckKind
{
    /// <summary>The file is damaged or cut off, or cannot be decoded.</summary>
    Damage,

    /// <summary>Wrong number of frames.</summary>
    FrameCount,

    /// <summary>Frames off the grid.</summary>
    FrameTimes,

    /// <summary>Key frames are not the cut list.</summary>
    KeyFrames,

    /// <summary>Sound missing, or not starting or ending with the picture.</summary>
    SoundOffset,

    /// <summary>Black picture.</summary>
    Black,

    /// <summary>Picture that stands still.</summary>
    Frozen,

    /// <summary>Silence.</summary>
    Silent,

    /// <summary>Sound driven into its limits.</summary>
    Clipped,
}

/// <summary>One thing found.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="IsFault">True when the file is not what was planned; false for what may be so in the footage or the song.</param>
/// <param name="Message">A sentence with figures.</param>
/// <param name="StartSeconds">Where it starts, or null for the whole file.</param>
/// <param name="EndSeconds">Where it ends, or null.</param>
public sealed record CheckFinding(CheckKind Kind, bool IsFault, string Message, double? StartSeconds = null, double? EndSeconds = null);

/// <summary>The outcome of a check.</summary>
/// <param name="Depth">How closely the film was looked at.</param>
/// <param name="Done">The checks that were done, in words.</param>
/// <param name="Findings">Everything found, in order of time within each check.</param>
public sealed record CheckResult(CheckDepth Depth, IReadOnlyList<string> Done, IReadOnlyList<CheckFinding> Findings)
{
    /// <summary>Whether the film may be called done.</summary>
    public bool Passed => !Findings.Any(f => f.IsFault);
}
