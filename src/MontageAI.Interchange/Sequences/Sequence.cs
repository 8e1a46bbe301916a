using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Sequences;

/// <summary>A montage as editing programs see it: tracks of whole frames, counted from a start timecode, over files whose frames are
/// counted from theirs. What every writer of a format writes.</summary>
public sealed record Sequence
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Frames and labels of the sequence.</summary>
    public required TimecodeCount Count { get; init; }

    /// <summary>Frames per second of the sequence.</summary>
    public FrameRate Rate => Count.Rate;

    /// <summary>Number of the first frame in <see cref="Count"/>.</summary>
    public required long Start { get; init; }

    /// <summary>Length in frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Width of the picture, pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the picture, pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Files, in the order of their first use; the song last.</summary>
    public required IReadOnlyList<SequenceMedia> Media { get; init; }

    /// <summary>The shots, from frame 0 to the end without a gap.</summary>
    public required IReadOnlyList<SequenceClip> Clips { get; init; }

    /// <summary>The song, as often as it loops; empty where there is none.</summary>
    public IReadOnlyList<SequenceSong> Song { get; init; } = [];

    /// <summary>Gain of the clips' own sound in decibels; null leaves it out: it is there, and switched off.</summary>
    public double? ClipSoundDb { get; init; }

    /// <summary>Markers in order.</summary>
    public IReadOnlyList<SequenceMarker> Markers { get; init; } = [];

    /// <summary>Titles in order of their start.</summary>
    public IReadOnlyList<TitleCard> Titles { get; init; } = [];

    /// <summary>Captions in order of their start.</summary>
    public IReadOnlyList<CaptionCue> Captions { get; init; } = [];

    /// <summary>Fingerprint of the timeline that it was made from.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Half of a transition on either side of a cut, where a format holds it.</summary>
    /// <param name="clip">Place of the shot that it leads into.</param>
    public long HalfBefore(int clip) => clip < Clips.Count && Clips[clip].Entry is { } entry ? entry.Half : 0;
}

/// <summary>A file.</summary>
public sealed record SequenceMedia
{
    /// <summary>Short name within the sequence.</summary>
    public required string Id { get; init; }

    /// <summary>Full path, mapped as the user asked for.</summary>
    public required string Path { get; init; }

    /// <summary>Content fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Frames per second and how they are numbered; a song has those of the sequence.</summary>
    public required TimecodeCount Count { get; init; }

    /// <summary>Number of the file's first frame in <see cref="Count"/>.</summary>
    public long Start { get; init; }

    /// <summary>Frames of the file; null where that is not known.</summary>
    public long? Frames { get; init; }

    /// <summary>Width as shown, pixels; 0 for sound alone.</summary>
    public int Width { get; init; }

    /// <summary>Height as shown, pixels.</summary>
    public int Height { get; init; }

    /// <summary>Channels of its sound; 0 where it has none.</summary>
    public int Channels { get; init; }

    /// <summary>Samples of its sound per second.</summary>
    public int SampleRate { get; init; } = 48_000;

    /// <summary>Reel as the file states it; null where it states none.</summary>
    public string? Reel { get; init; }

    /// <summary>Whether it is a photograph.</summary>
    public bool IsStill { get; init; }

    /// <summary>Whether its frames sit at irregular times.</summary>
    public bool IsVariable { get; init; }

    /// <summary>Whether it was not there when the sequence was made.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Full path of a smaller copy with the same frames; null where there is none.</summary>
    public string? Proxy { get; init; }

    /// <summary>Whether it has a picture.</summary>
    public bool HasPicture => Width > 0;

    /// <summary>Frames per second.</summary>
    public FrameRate Rate => Count.Rate;

    /// <summary>Name of the file.</summary>
    public string Name => MediaPaths.NameOf(Path);
}

/// <summary>A shot.</summary>
public sealed record SequenceClip
{
    /// <summary>Name of the shot in its timeline.</summary>
    public required string Shot { get; init; }

    /// <summary>Frames of the sequence, from 0.</summary>
    public required FrameRange Record { get; init; }

    /// <summary>Its file.</summary>
    public required SequenceMedia Media { get; init; }

    /// <summary>The frame of the file that is shown first, counted from the file's first.</summary>
    public required long In { get; init; }

    /// <summary>Source seconds per second of the sequence; of a ramp the average.</summary>
    public required Rational Speed { get; init; }

    /// <summary>The file that <see cref="Media"/> was rendered from; null where it is the original itself.</summary>
    public SequenceMedia? Original { get; init; }

    /// <summary>How it is entered, where pictures of both shots are seen: a dissolve or a wipe. Null for all else.</summary>
    public ShotTransition? Entry { get; init; }

    /// <summary>Why the shot was chosen, and what of it the format does not hold, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Whether it is shown at natural speed.</summary>
    public bool IsNatural => Speed == new Rational(1);

    /// <summary>The frame of the file, from its first, that belongs to a frame of the sequence; it may lie before 0.</summary>
    /// <param name="frame">Frame counted from the shot's first; may lie before 0 or after the end.</param>
    public long SourceFrame(long frame) => In + SourceLength(frame);

    /// <summary>Frames of the file that frames of the sequence take up, rounded.</summary>
    public long SourceLength(long frames)
    {
        Rational per = Speed * Media.Rate.Fraction;
        Int128 numerator = (Int128)frames * per.Numerator * Over.Denominator,
            denominator = (Int128)per.Denominator * Over.Numerator;
        Int128 doubled = (2 * (numerator < 0 ? -numerator : numerator)) + denominator;
        long rounded = (long)(doubled / (2 * denominator));
        return numerator < 0 ? -rounded : rounded;
    }

    /// <summary>The rate of the sequence.</summary>
    public required FrameRate Grid { get; init; }

    private Rational Over => Grid.Fraction;
}

/// <summary>A stretch of the song.</summary>
/// <param name="Record">Frames of the sequence.</param>
/// <param name="Media">The file.</param>
/// <param name="InSamples">Sample of the song that sounds at the stretch's first frame.</param>
public sealed record SequenceSong(FrameRange Record, SequenceMedia Media, long InSamples)
{
    /// <summary>The same in frames of so many a second: the nearest, for formats that count the song in frames. Writers and readers round
    /// here, since half frames would go either way otherwise.</summary>
    public long InFrames(double rate) => (long)Math.Round(InSamples * rate / Media.SampleRate);
}

/// <summary>A marker of the sequence.</summary>
/// <param name="Frame">Where, from the sequence's first frame.</param>
/// <param name="Kind">What it marks.</param>
/// <param name="Name">Short text.</param>
/// <param name="Comment">Long text; may be empty.</param>
public readonly record struct SequenceMarker(long Frame, MarkerKind Kind, string Name, string Comment = "");

/// <summary>What a marker marks.</summary>
public enum MarkerKind
{
    /// <summary>The beginning of a section of the song.</summary>
    Section,

    /// <summary>The first beat of a bar.</summary>
    Downbeat,

    /// <summary>Another beat.</summary>
    Beat,

    /// <summary>Something that the format cannot hold.</summary>
    Lost,
}

/// <summary>What editing programs call the colours of markers.</summary>
public static class MarkerColours
{
    /// <summary>The colour of a kind of marker, in capitals.</summary>
    public static string Of(MarkerKind kind) =>
        kind switch
        {
            MarkerKind.Section => "BLUE",
            MarkerKind.Downbeat => "GREEN",
            MarkerKind.Beat => "CYAN",
            _ => "RED",
        };
}
