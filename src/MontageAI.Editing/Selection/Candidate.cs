using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

/// <summary>A place in the footage where a shot of the montage may start. Null means not measured, and is never replaced by an
/// average.</summary>
internal sealed record Candidate
{
    /// <summary>Index of the clip among the materials.</summary>
    public required int Clip { get; init; }

    /// <summary>Number of the shot, counted over all clips.</summary>
    public required int Shot { get; init; }

    /// <summary>The lowest number of the shots that show the same recording under another name; the shot's own when it has no
    /// twin.</summary>
    public int Twin { get; init; } = -1;

    /// <summary>PTS of the frame shown first.</summary>
    public required MediaTime In { get; init; }

    /// <summary>Longest window in seconds that may start here: to the usable end, less one frame.</summary>
    public required double Room { get; init; }

    /// <summary>Picture quality, 0 to 1: sharpness within the footage, exposure, contrast, steadiness, as far as measured.</summary>
    public float? Quality { get; init; }

    /// <summary>Sharpness as measured, 0 to 1.</summary>
    public float? Sharpness { get; init; }

    /// <summary>Energy of the picture as its rank in the footage, 0 (calmest) to 1: change between key frames, colour, contrast.</summary>
    public float? Energy { get; init; }

    /// <summary>Measured motion as its rank in the footage, 0 (stillest) to 1.</summary>
    public float? Action { get; init; }

    /// <summary>Measured motion as a share of the strongest measured in the footage, 0 to 1.</summary>
    public float? Force { get; init; }

    /// <summary>Camera motion to the right in picture widths per second.</summary>
    public float? PanX { get; init; }

    /// <summary>Camera motion downwards in picture heights per second.</summary>
    public float? PanY { get; init; }

    /// <summary>Perceptual fingerprint of the nearest key frame of the shot.</summary>
    public ulong? Fingerprint { get; init; }

    /// <summary>Estimated shot size, 0 (wide) to 1 (close).</summary>
    public float? Closeness { get; init; }

    /// <summary>Who is in it.</summary>
    public PeopleSeen? People { get; init; }

    /// <summary>Mean luma (0 to 1) and chroma (-0.5 to 0.5) of the same picture.</summary>
    public (float Luma, float Blue, float Red)? Colour { get; init; }

    /// <summary>Motion in the first quarter of a second as its rank among all that was measured, 0 (stillest) to 1.</summary>
    public float? StartAction { get; init; }

    /// <summary>Seconds from the in-point to the strongest motion within the first quarter of a second.</summary>
    public float? PeakAfter { get; init; }

    /// <summary>Moments that it may show, by the seconds after its in-point, as far as packets tell; null where they do not.</summary>
    public IReadOnlyList<Moment>? Moments { get; init; }

    /// <summary>Seconds after its in-point at which packets or key frames let suspect a swish, black or a cut that nobody looked for yet;
    /// infinite where nothing does, null where nothing tells.</summary>
    public float? DoubtAfter { get; init; }

    /// <summary>The same of where packets hold next to nothing, as of black and of pictures that stand.</summary>
    public float? NothingAfter { get; init; }

    /// <summary>Seconds after its in-point at which letters lie over the picture; infinite where none do.</summary>
    public float LetteringAfter { get; init; } = float.PositiveInfinity;

    /// <summary>Whether letters come and go in its clip, so that it can be shown without.</summary>
    public bool LettersPass { get; init; }

    /// <summary>Whether letters lie over what it shows of so many seconds.</summary>
    public bool ShowsLetters(double seconds) => LetteringAfter < seconds;

    /// <summary>Whether it begins with the first picture of its file, which is seldom the best.</summary>
    public bool StartsFile { get; init; }

    /// <summary>What speaks against the whole shot, though not measured here; null where nothing does.</summary>
    public string? Suspicion { get; init; }

    /// <summary>What the user decided about it before; null where nothing.</summary>
    public RememberedShot? Memory { get; init; }

    /// <summary>How well its picture fits what was wished for, -1 (shows what should not be seen) to 1 (the best of the footage); null
    /// where nothing was, or nobody saw it.</summary>
    public float? Wish { get; init; }

    /// <summary>Whether it shows what was wished for.</summary>
    public bool IsWished => Wish >= WishScale.Shows;

    /// <summary>Frames to decode before the first one shown; null where no key frame is known.</summary>
    public double? FramesAfterKey { get; init; }

    /// <summary>Place of the clip and of the moment in the order of the footage, 0 to 1.</summary>
    public required float Place { get; init; }

    /// <summary>The in-point in seconds of the stream's clock.</summary>
    public double InSeconds => In.Seconds;
}
