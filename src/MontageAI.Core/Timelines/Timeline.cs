using System.Text.Json.Serialization;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>
/// The plan of a montage: an immutable document on an absolute integer-frame grid at one rational frame rate. Preview, final render, web
/// page, NLE export and cluster all consume this document and nothing else.
/// </summary>
public sealed record Timeline
{
    /// <summary>Name of the schema, in every file.</summary>
    public const string SchemaName = "montage-ai.timeline";

    /// <summary>Version of the schema that this build writes.</summary>
    public const int SchemaVersion = 2;

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    [JsonPropertyOrder(-10)]
    public string Schema { get; init; } = SchemaName;

    /// <summary>Version of the schema that the document follows.</summary>
    [JsonPropertyOrder(-9)]
    public int Version { get; init; } = SchemaVersion;

    /// <summary>The grid.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Length in frames; equals the end of the last shot.</summary>
    public required long Frames { get; init; }

    /// <summary>Shape of the canvas, width to height, for example 16/9.</summary>
    public required Rational Aspect { get; init; }

    /// <summary>
    /// How pictures of another shape are put on the canvas: "fill" crops them, "pad" adds black bars, "blur" shows them whole over an
    /// enlargement of themselves, blurred; null fills where at most 16 % is lost and does as "blur" elsewhere. A shot may say otherwise.
    /// </summary>
    public PictureFit? Fit { get; init; }

    /// <summary>Style that made the plan.</summary>
    public required string Style { get; init; }

    /// <summary>Seed that made the plan.</summary>
    public required long Seed { get; init; }

    /// <summary>The song, or null for a montage without one.</summary>
    public MusicBed? Music { get; init; }

    /// <summary>Files that shots refer to by <see cref="TimelineSource.Id"/>.</summary>
    public required IReadOnlyList<TimelineSource> Sources { get; init; }

    /// <summary>Names that shots of this timeline were given so far, those of shots that are gone included. See
    /// <see cref="ShotIds"/>.</summary>
    public int ShotsNamed { get; init; }

    /// <summary>Fingerprints of clips that the user never wants to see in this montage; planning again and changes by hand keep to
    /// it.</summary>
    public IReadOnlyList<string> Bans { get; init; } = [];

    /// <summary>Shots in order, without gap or overlap, covering [0, <see cref="Frames"/>).</summary>
    public required IReadOnlyList<TimelineShot> Shots { get; init; }

    /// <summary>Beats that fall on the timeline, for rulers, markers and checks.</summary>
    public IReadOnlyList<TimelineBeat> Beats { get; init; } = [];

    /// <summary>How the last frames end; null ends with the last picture. Only kinds that need one picture.</summary>
    public ShotTransition? Ending { get; init; }

    /// <summary>The look of all pictures; null leaves them as they are.</summary>
    public PictureLook? Look { get; init; }

    /// <summary>How song and clip sound are put together; null mixes without ducking and crossfades. Without a song its presence says that
    /// the clips are heard.</summary>
    public SoundPlan? Sound { get; init; }

    /// <summary>Gain of the clips' own sound in decibels; null where they are not heard. A gain is relative to the song, so without one
    /// the clips are heard as they are.</summary>
    [JsonIgnore]
    public double? ClipSoundDb =>
        Music is { } song ? song.ClipSoundDb
        : Sound is null ? null
        : 0;

    /// <summary>Captions burned into the pictures; null for none.</summary>
    public CaptionTrack? Captions { get; init; }

    /// <summary>Titles burned into the pictures, in order of their start; null for none.</summary>
    public IReadOnlyList<TitleCard>? Titles { get; init; }

    /// <summary>What was noticed while planning and the reader should know (weak beats, too little footage ...).</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A file that the timeline uses.</summary>
public sealed record TimelineSource
{
    /// <summary>Short name within this document, for example "c03".</summary>
    public required string Id { get; init; }

    /// <summary>Full path of the file when the plan was made.</summary>
    public required string Path { get; init; }

    /// <summary>Content fingerprint (hex), by which a moved file is found again.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Index of the video stream used.</summary>
    public required int VideoStream { get; init; }

    /// <summary>First usable PTS of the stream.</summary>
    public required MediaTime AvailableStart { get; init; }

    /// <summary>PTS after the last usable frame.</summary>
    public required MediaTime AvailableEnd { get; init; }

    /// <summary>Whether the file has sound.</summary>
    public bool HasAudio { get; init; }

    /// <summary>The stream's own frame rate; the average one of a stream with variable rate. Null where unknown or for a
    /// photograph.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>True when frames of the source do not sit on a regular grid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool VariableRate { get; init; }

    /// <summary>
    /// Frames per second at which slow motion or a time lapse was recorded, where the camera says so; null for what plays as fast as it was
    /// recorded. Equal to <see cref="Rate"/> where the file holds every frame and its camera means it to be slowed down.
    /// </summary>
    public double? CaptureRate { get; init; }

    /// <summary>Time code of the file's first frame as the file states it; null where it states none. See
    /// <see cref="Media.MediaInfo.StartTimecode"/>.</summary>
    public string? StartTimecode { get; init; }

    /// <summary>Reel or tape as the file states it; null where it states none.</summary>
    public string? Reel { get; init; }

    /// <summary>Width of the picture as it is shown, pixels: upright, pixels square. Null in documents of schema 1.</summary>
    public int? Width { get; init; }

    /// <summary>Height of the picture as it is shown, pixels. Null in documents of schema 1.</summary>
    public int? Height { get; init; }

    /// <summary>Sizes of the picture in order, where they change in mid-stream; null where all pictures have one size.</summary>
    public IReadOnlyList<PictureShape>? Shapes { get; init; }

    /// <summary>The file's sound streams, in their order; null in documents of schema 1 and where there are none.</summary>
    public IReadOnlyList<SourceSound>? Sound { get; init; }

    /// <summary>Places of the sound tracks that are heard, counted among the file's own from 0; several are added up. Null is the
    /// first.</summary>
    public IReadOnlyList<int>? SoundTracks { get; init; }

    /// <summary>True when the file was not there when the document was written; what is known of it stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Missing { get; init; }

    /// <summary>True for a photograph, which lasts as long as it is shown; null for moving pictures.</summary>
    public bool? Still { get; init; }
}

/// <summary>A sound stream of a source.</summary>
/// <param name="Stream">Index in the container.</param>
/// <param name="Channels">Channels, 1 or more.</param>
/// <param name="SampleRate">Samples per second and channel.</param>
public sealed record SourceSound(int Stream, int Channels, int SampleRate);

/// <summary>One shot of the montage.</summary>
public sealed record TimelineShot
{
    /// <summary>
    /// Name of the shot, unique in its timeline; it stays with the shot whatever is done to it or to others. Never given again in the
    /// timelines that are made from this one. Documents of schema 1 have none and get them when they are read.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>True for a shot that planning again and changes by hand leave as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Locked { get; init; }

    /// <summary>Frames that the shot fills on the timeline.</summary>
    public required FrameRange Record { get; init; }

    /// <summary>Source file.</summary>
    public required string Source { get; init; }

    /// <summary>PTS of the source frame shown first.</summary>
    public required MediaTime In { get; init; }

    /// <summary>Source seconds per timeline second; 1 is natural speed, 1/2 slow motion.</summary>
    public Rational Speed { get; init; } = new(1);

    /// <summary>Speed over the shot, in place of <see cref="Speed"/>; null for a constant one. See <see cref="ShotClock"/>.</summary>
    public IReadOnlyList<SpeedPoint>? Ramp { get; init; }

    /// <summary>How the shot is entered from the one before; null is a hard cut.</summary>
    public ShotTransition? Entry { get; init; }

    /// <summary>What part of the picture is seen, frame by frame; null shows it as <see cref="Timeline.Fit"/> says. A shot with it always
    /// fills the canvas.</summary>
    public IReadOnlyList<CameraKey>? Camera { get; init; }

    /// <summary>How the picture is put on the canvas; null as <see cref="Timeline.Fit"/> says. Means nothing where there is a
    /// <see cref="Camera"/>.</summary>
    public PictureFit? Fit { get; init; }

    /// <summary>What is put right in this shot; null for nothing.</summary>
    public ShotCorrection? Correction { get; init; }

    /// <summary>Why this shot stands here, most important first.</summary>
    public IReadOnlyList<ShotReason> Reasons { get; init; } = [];

    /// <summary>Runners-up and why they did not win.</summary>
    public IReadOnlyList<ShotAlternative> Alternatives { get; init; } = [];
}

/// <summary>A shot that could have stood in the same place.</summary>
/// <param name="Source">Source file.</param>
/// <param name="In">PTS of the source frame that would have been shown first.</param>
/// <param name="Reason">Why it did not win.</param>
public sealed record ShotAlternative(string Source, MediaTime In, ShotReason Reason);

/// <summary>A beat on the timeline.</summary>
/// <param name="Frame">round(time x rate), counted from the timeline's start.</param>
/// <param name="Time">Seconds from the timeline's start, exact as tracked.</param>
/// <param name="BarPosition">1 on a downbeat; 0 when the bar is unknown.</param>
public readonly record struct TimelineBeat(long Frame, double Time, int BarPosition);

/// <summary>The song under the montage.</summary>
public sealed record MusicBed
{
    /// <summary>Full path of the file when the plan was made.</summary>
    public required string Path { get; init; }

    /// <summary>Content fingerprint (hex).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Places of the file's sound tracks that are heard; see <see cref="TimelineSource.SoundTracks"/>.</summary>
    public IReadOnlyList<int>? SoundTracks { get; init; }

    /// <summary>Second of the song that plays at the timeline's first frame.</summary>
    public required double Start { get; init; }

    /// <summary>
    /// Second of the song at which it jumps back to <see cref="LoopStart"/> when the montage is longer than the song;
    /// null when it never has to.
    /// </summary>
    public double? LoopEnd { get; init; }

    /// <summary>Second of the song to which it jumps back; meaningful with <see cref="LoopEnd"/>.</summary>
    public double LoopStart { get; init; }

    /// <summary>Length of the fade-in in seconds, 0 for none.</summary>
    public double FadeIn { get; init; }

    /// <summary>Length of the fade-out before the end in seconds, 0 for none.</summary>
    public double FadeOut { get; init; }

    /// <summary>Gain of the clips' own sound under the song in decibels; null leaves it out.</summary>
    public double? ClipSoundDb { get; init; }

    /// <summary>Loudness that streaming services play at, LUFS.</summary>
    public const double DefaultLoudnessLufs = -14;

    /// <summary>Integrated loudness to reach, LUFS.</summary>
    public double LoudnessLufs { get; init; } = DefaultLoudnessLufs;
}
