using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Results;

/// <summary>How a shot boundary came about.</summary>
public enum BoundaryKind
{
    /// <summary>First or last frame of the clip.</summary>
    ClipEdge,

    /// <summary>A hard cut between two frames.</summary>
    Cut,

    /// <summary>A fade from or to black (or white).</summary>
    Fade,

    /// <summary>A dissolve from one picture into another.</summary>
    Dissolve,
}

/// <summary>Frames between two shot boundaries. Start and end are PTS of the stream; the end is exclusive.</summary>
public sealed record Shot
{
    /// <summary>PTS of the first frame.</summary>
    public required MediaTime Start { get; init; }

    /// <summary>PTS of the first frame that no longer belongs to the shot.</summary>
    public required MediaTime End { get; init; }

    /// <summary>What lies before the shot.</summary>
    public BoundaryKind StartKind { get; init; } = BoundaryKind.ClipEdge;

    /// <summary>What lies after it.</summary>
    public BoundaryKind EndKind { get; init; } = BoundaryKind.ClipEdge;

    /// <summary>Index of the first frame in presentation order; null when frames were not counted (key-frame mode).</summary>
    public long? StartFrame { get; init; }

    /// <summary>Index of the frame after the last; null when frames were not counted.</summary>
    public long? EndFrame { get; init; }

    /// <summary>Length in seconds.</summary>
    public double Seconds => End.Seconds - Start.Seconds;
}

/// <summary>The shots of one clip, in order.</summary>
public sealed record ShotList
{
    /// <summary>Name and version of the detector.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Shots in order. Transitions with an extent (fade, dissolve) belong to neither neighbour.</summary>
    public required IReadOnlyList<Shot> Shots { get; init; }
}

/// <summary>What one small picture shows. Every measure is of display pixels, independent of the source's resolution.</summary>
public sealed record PictureFeatures
{
    /// <summary>Mean luma, 0 (black) to 1 (white).</summary>
    public required float Luma { get; init; }

    /// <summary>Standard deviation of luma, 0 to 0.5.</summary>
    public required float Contrast { get; init; }

    /// <summary>
    /// Sharpness of the sharpest parts, 0 (blurred everywhere) to 1 (edges as steep as a picture 320 pixels long can show), whatever the
    /// resolution of the source; null for pictures without edges.
    /// </summary>
    public float? Sharpness { get; init; }

    /// <summary>Share of pixels at or below the black point, 0 to 1.</summary>
    public required float BlackShare { get; init; }

    /// <summary>Share of pixels at or above the white point, 0 to 1.</summary>
    public required float WhiteShare { get; init; }

    /// <summary>Mean saturation, 0 to 1.</summary>
    public required float Saturation { get; init; }

    /// <summary>Mean colour as blue-difference chroma, -0.5 to 0.5.</summary>
    public required float ChromaBlue { get; init; }

    /// <summary>Mean colour as red-difference chroma, -0.5 to 0.5.</summary>
    public required float ChromaRed { get; init; }

    /// <summary>64-bit perceptual fingerprint (difference or DCT hash); Hamming distance tells likeness.</summary>
    public required ulong Fingerprint { get; init; }

    /// <summary>
    /// Estimated shot size, 0 (wide: everything far away and small) to 1 (close: one thing fills the picture), from how coarse its detail
    /// is. Null where the picture has hardly any detail, or was measured before this was.
    /// </summary>
    public float? Closeness { get; init; }

    /// <summary>
    /// Estimated share of the picture that is skin in patches shaped like faces, 0 to 1: colour and texture only, so wood, sand and fur are
    /// taken for skin now and then. For where faces were not looked for. Null for pictures without colour.
    /// </summary>
    public float? People { get; init; }

    /// <summary>How much it looks like a card of titles or credits, 0 to 1: the share of what stands out of an even ground that is rows of
    /// strokes. Null where it was not measured.</summary>
    public float? Card { get; init; }

    /// <summary>What <see cref="Lettering"/> is at the least for a picture to count as one with letters over it.</summary>
    public const float LetteringLimit = 0.5f;

    /// <summary>How much of a line of bright letters lies over it (titles, subtitles, a counter), 0 to 1. Null where it was not
    /// measured.</summary>
    public float? Lettering { get; init; }

    /// <summary>Black bars that belong to the picture; null where there are none, or nobody looked.</summary>
    public PictureBars? Bars { get; init; }

    /// <summary>The colour of the light as points near grey tell it; null where there are hardly any, or nobody looked.</summary>
    public GreyLight? Light { get; init; }
}

/// <summary>The colour of the light in a picture: that of its points near grey, which have no other.</summary>
/// <param name="Blue">Their mean blue-difference chroma over their luma; 0 is neutral.</param>
/// <param name="Red">Their mean red-difference chroma over their luma; 0 is neutral.</param>
/// <param name="Share">Share of the points neither dark nor burnt out that they are, 0 to 1.</param>
public sealed record GreyLight(float Blue, float Red, float Share);

/// <summary>Black bars at the sides of a picture, as shares of its width and height.</summary>
/// <param name="Left">At the left.</param>
/// <param name="Top">At the top.</param>
/// <param name="Right">At the right.</param>
/// <param name="Bottom">At the bottom.</param>
public sealed record PictureBars(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Share of the picture that they cover.</summary>
    public float Share => 1 - ((1 - Left - Right) * (1 - Top - Bottom));
}

/// <summary>One decoded key frame of the scan (rung L1).</summary>
/// <param name="Time">Its PTS.</param>
/// <param name="Features">What it shows.</param>
/// <param name="Difference">How much it differs from the key frame before it, 0 to 1; 0 for the first.</param>
public sealed record KeyFrame(MediaTime Time, PictureFeatures Features, float Difference)
{
    /// <summary>Faces in it, the surest first; null where nobody looked for any.</summary>
    public IReadOnlyList<FaceBox>? Faces { get; init; }
}

/// <summary>Motion in one window (rung L3), from consecutive small frames.</summary>
public sealed record MotionFeatures
{
    /// <summary>Start of the measured window, PTS.</summary>
    public required MediaTime Start { get; init; }

    /// <summary>End of the measured window, PTS, exclusive.</summary>
    public required MediaTime End { get; init; }

    /// <summary>Mean change between frames, 0 (still) to 1.</summary>
    public required float Amount { get; init; }

    /// <summary>Mean camera motion to the right, picture widths per second; negative to the left.</summary>
    public required float PanX { get; init; }

    /// <summary>Mean camera motion downwards, picture heights per second; negative upwards.</summary>
    public required float PanY { get; init; }

    /// <summary>
    /// Shake: root mean square of the camera's velocity after its own course over half a second is taken off, picture widths per second. A
    /// steady pan has none; 0 also with fewer than five frames in a row.
    /// </summary>
    public required float Shake { get; init; }

    /// <summary>Mean growth of the picture per second as a natural logarithm: 0.7 doubles it each second; negative when zooming out or
    /// moving back. Null when not measured.</summary>
    public float? Zoom { get; init; }

    /// <summary>Mean turn of the picture, degrees per second, positive clockwise. Null when not measured.</summary>
    public float? Roll { get; init; }

    /// <summary>Mean speed of the camera whatever its direction, picture widths per second. Null when not measured.</summary>
    public float? CameraSpeed { get; init; }

    /// <summary>How the pictures look. Null when not measured.</summary>
    public WindowPictures? Look { get; init; }

    /// <summary>The same frame by frame. Null when not kept.</summary>
    public WindowCurves? Curves { get; init; }

    /// <summary>Seconds of the stream's clock within the window at which letters lie over the picture, ascending; one in six frames is
    /// looked at. Null where there are none.</summary>
    public IReadOnlyList<double>? Lettering { get; init; }

    /// <summary>Change left after camera motion is removed: moving subjects. 0 to 1.</summary>
    public required float ObjectMotion { get; init; }

    /// <summary>PTS of the first hard cut found inside the window, which the key-frame scan had missed; null when there is none.</summary>
    public MediaTime? InnerCut { get; init; }

    /// <summary>True when the window's frames repeat (frozen picture).</summary>
    public bool Frozen { get; init; }
}

/// <summary>Why a stretch of a clip is not used.</summary>
public enum RejectReason
{
    /// <summary>Black or nearly so.</summary>
    Black,

    /// <summary>The same picture over and over.</summary>
    Frozen,

    /// <summary>Badly blurred.</summary>
    Blurred,

    /// <summary>Shaking too strongly to watch.</summary>
    Shaking,

    /// <summary>Burnt out.</summary>
    Overexposed,

    /// <summary>Cannot be decoded.</summary>
    Undecodable,

    /// <summary>A fade, dissolve or flash; no shot.</summary>
    Transition,

    /// <summary>One flat colour: lens cap, slate, test card.</summary>
    Flat,

    /// <summary>A camera that moves faster than the eye follows.</summary>
    Smeared,

    /// <summary>Titles, credits, a slate: writing on an even ground.</summary>
    Card,
}

/// <summary>A stretch of a clip that is avoided, with the measurement behind it.</summary>
/// <param name="Start">PTS, inclusive.</param>
/// <param name="End">PTS, exclusive.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">The measurement and its limit, in words.</param>
public sealed record RejectedStretch(MediaTime Start, MediaTime End, RejectReason Reason, string Detail);

/// <summary>Everything known about one clip, as far up the ladder as was climbed.</summary>
public sealed record ClipAnalysis
{
    /// <summary>Name and version of the algorithms that made this.</summary>
    public required string Algorithm { get; init; }

    /// <summary>PTS of the first decodable frame.</summary>
    public required MediaTime FirstFrame { get; init; }

    /// <summary>PTS after the last frame that is known to be decodable.</summary>
    public required MediaTime End { get; init; }

    /// <summary>Key frames in order.</summary>
    public required IReadOnlyList<KeyFrame> KeyFrames { get; init; }

    /// <summary>Shots in order.</summary>
    public required ShotList Shots { get; init; }

    /// <summary>Sizes of the picture in order, where they change in mid-stream; null where all pictures have one size. No shot runs over
    /// such a change.</summary>
    public IReadOnlyList<PictureShape>? Shapes { get; init; }

    /// <summary>Seconds of pictures that are not used because time stamps jump back before them (streams put behind one another), so that
    /// their times are those of other pictures; null where times only go on.</summary>
    public double? SecondsBehindJump { get; init; }

    /// <summary>Stretches to avoid, in order.</summary>
    public IReadOnlyList<RejectedStretch> Rejected { get; init; } = [];

    /// <summary>How much happens along it, by the sizes of its packets; null where that cannot be told.</summary>
    public ClipActivity? Activity { get; init; }

    /// <summary>Motion windows measured so far, in order; empty when only key frames were looked at.</summary>
    public IReadOnlyList<MotionFeatures> Motion { get; init; } = [];

    /// <summary>False when a scan stopped early because enough was known; everything then ends at <see cref="End"/>.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Frames that it took.</summary>
    public AnalysisWork Work { get; init; } = new();

    /// <summary>What the decoder complained about, in its own words; null when it had nothing to say.</summary>
    public string? Problem { get; init; }
}
