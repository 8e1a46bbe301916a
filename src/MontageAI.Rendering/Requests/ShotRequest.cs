using MontageAI.Media;
using MontageAI.Rendering.Captions;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Profiles;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Requests;

/// <summary>What decides the pixels of all shots of a rendering.</summary>
/// <param name="Rate">The timeline's grid.</param>
/// <param name="Canvas">Size of the picture.</param>
/// <param name="Profile">Encoder and filter choices.</param>
/// <param name="Fit">How other shapes are put on the canvas.</param>
public sealed record FilmFormat(FrameRate Rate, Canvas Canvas, RenderProfile Profile, PictureFit Fit = PictureFit.Auto)
{
    /// <summary>What encodes. A hardware encoder that fails is replaced, shot by shot, by its
    /// <see cref="VideoEncoder.Substitute"/>.</summary>
    public VideoEncoder Encoder { get; init; } = VideoEncoder.Software;

    /// <summary>What steadies shots that ask for it, where the profile does so.</summary>
    public SteadyingTool Steadying { get; init; }

    /// <summary>Whether <see cref="Fit"/> was asked for when rendering and outweighs what shots say of themselves.</summary>
    public bool FitIsAsked { get; init; }

    /// <summary>How the picture of a shot without a camera path is put on the canvas.</summary>
    internal PictureFit FitOf(TimelineShot shot) => FitIsAsked ? Fit : shot.Fit ?? Fit;
}

/// <summary>One shot to render.</summary>
public sealed record ShotRequest
{
    /// <summary>Position of the shot on its timeline, from 0; for messages and for putting results in order.</summary>
    public required int Index { get; init; }

    /// <summary>Full path of the source.</summary>
    public required string SourcePath { get; init; }

    /// <summary>
    /// FFmpeg's name of the source's container format, as probed. In containers without an index (program streams, raw streams)
    /// decoding starts well before the shot; null trusts the index.
    /// </summary>
    public string? Container { get; init; }

    /// <summary>The source's video stream to show.</summary>
    public required VideoStreamInfo Video { get; init; }

    /// <summary>What to show, for how many frames.</summary>
    public required TimelineShot Shot { get; init; }

    /// <summary>How the shot is left: the entry of the next one, or the timeline's ending; null is a hard cut.</summary>
    public ShotTransition? Exit { get; init; }

    /// <summary>The shot before, where the entry shows both; else null.</summary>
    public ShotNeighbour? Before { get; init; }

    /// <summary>The shot after, where the exit shows both; else null.</summary>
    public ShotNeighbour? After { get; init; }

    /// <summary>The montage's look; null for none.</summary>
    public PictureLook? Look { get; init; }

    /// <summary>Text to burn in, as an ASS script (<see cref="Captions.CaptionScript"/>, which says what its times count from); null for
    /// none.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the source is a photograph, of which one picture is shown throughout.</summary>
    public bool IsStill { get; init; }

    /// <summary>Set where <see cref="SourcePath"/> holds pictures out of the source's proxy; null where it is the source.</summary>
    internal ProxyClock? Clock { get; init; }

    /// <summary>Where the rendered shot goes (MP4). Appears whole; replaced when it exists.</summary>
    public required string OutputPath { get; init; }
}

/// <summary>A shot that was rendered and whose frames were counted in its file.</summary>
/// <param name="Index">Position on the timeline.</param>
/// <param name="Path">The MP4 file: one key frame, at its start.</param>
/// <param name="Frames">Frames in the file, equal to those asked for.</param>
/// <param name="SizeBytes">Size of the file.</param>
public sealed record RenderedShot(int Index, string Path, long Frames, long SizeBytes)
{
    /// <summary>What encoded it: the look's encoder or, where that failed, its substitute. Its recipe names it.</summary>
    public VideoEncoder Encoder { get; init; } = VideoEncoder.Software;
}

/// <summary>A shot, or several of one process, that a hardware encoder did not make as it should; software made them.</summary>
/// <param name="Index">Position of the first on the timeline.</param>
/// <param name="Shots">How many.</param>
/// <param name="Reason">What was seen, no sentence.</param>
/// <param name="GivenUp">Whether the hardware is not used any more in this run.</param>
public sealed record EncoderFailure(int Index, int Shots, string Reason, bool GivenUp);

/// <summary>What the renderer may use; changes nothing in the result.</summary>
public sealed record ShotRenderResources
{
    /// <summary>FFmpeg processes side by side, 1 or more.</summary>
    public int Workers { get; init; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>Calls of one renderer that run side by side, 1 or more; together they keep to the sessions that hardware offers.</summary>
    public int Callers { get; init; } = 1;

    /// <summary>
    /// Most shots in one process, 1 or more. Measured on two cores (60 s of 360p from 1080p30): 4 took 18 % less CPU than 1;
    /// 8 no less than 4, and the first shots came later.
    /// </summary>
    internal int ShotsPerProcess { get; init; } = 4;

    /// <summary>Decoder threads per shot. More than 1 costs memory and CPU, and helps only when there are fewer shots than cores.</summary>
    internal int DecoderThreads { get; init; } = 1;

    /// <summary>
    /// Most source pixels that the shots of one process may have together, since each has a decoder with its own frames in
    /// memory. The default is four pictures of 1920x1080 or one of 3840x2160.
    /// </summary>
    internal long PixelsPerProcess { get; init; } = 4L * 1920 * 1088;

    /// <summary>
    /// A hardware decoder that has shown that its pictures are those of the software decoder; null decodes on the processor. Profiles
    /// that skip deblocking do not use it, since hardware cannot.
    /// </summary>
    public HardwareDecoder? Decoder { get; init; }

    /// <summary>Gets what the hardware decoder failed at and software then mastered, once per process; called from several
    /// threads.</summary>
    public Action<string>? OnDecoderFailure { get; init; }

    /// <summary>Gets every departure from the look's encoder; called from several threads.</summary>
    public Action<EncoderFailure>? OnEncoderFailure { get; init; }

    /// <summary>Shots for the next process when so many are left: few enough that every worker gets some.</summary>
    public int ShotsFor(int left) => Math.Clamp((left + Workers - 1) / Workers, 1, Math.Max(1, ShotsPerProcess));
}
