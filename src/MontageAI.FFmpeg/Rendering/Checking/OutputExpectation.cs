using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.FFmpeg.Rendering.Checking;

/// <summary>What a rendered film must be.</summary>
public sealed record OutputExpectation
{
    /// <summary>The grid.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Frames in the film.</summary>
    public required long Frames { get; init; }

    /// <summary>First frame of every shot, ascending, starting with 0; each must be a key frame, and no other frame may be but those of <see cref="Single"/>.</summary>
    public required IReadOnlyList<long> Cuts { get; init; }

    /// <summary>Stretches that are joined from single pictures, each of which is a key frame; ascending.</summary>
    public IReadOnlyList<FrameRange> Single { get; init; } = [];

    /// <summary>All frames that must be key frames, ascending.</summary>
    internal IReadOnlyList<long> KeyFrames() => Single.Count == 0
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
        };
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
