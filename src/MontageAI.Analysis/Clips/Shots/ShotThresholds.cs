namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// Limits of shot detection, found on the annotated clips of the test media (cuts from 0.27 up; the next best frames of single
/// takes below 0.40, and those are no local peaks).
/// </summary>
internal static class ShotThresholds
{
    /// <summary>Least difference of two neighbouring frames at a hard cut.</summary>
    public const double Cut = 0.25;

    /// <summary>A cut must differ so many times more than any other pair of frames within <see cref="Neighbours"/>.</summary>
    public const double Peak = 1.35;

    /// <summary>A cut must differ so many times more than the median of the frames around it.</summary>
    public const double OverMedian = 2.0;

    /// <summary>Frames on either side that a cut is compared with.</summary>
    public const int Neighbours = 4;

    /// <summary>Frames on either side of the median.</summary>
    public const int MedianReach = 12;

    /// <summary>Frames after a cut that must all differ from the last one before it; a flash is over sooner.</summary>
    public const int FlashFrames = 10;

    /// <summary>Share of the cut's difference that must remain for <see cref="ShortFlashFrames"/> frames.</summary>
    public const double AfterShortFlash = 0.6;

    /// <summary>Frames that a muzzle flash or a photographer's flash lasts.</summary>
    public const int ShortFlashFrames = 4;

    /// <summary>Share of the cut's difference that must remain for <see cref="FlashFrames"/> frames.</summary>
    public const double AfterFlash = 0.35;

    /// <summary>
    /// A jump of which a shift of the whole picture leaves less than this share is a fast camera move (with a repeated frame
    /// beside it), not a cut.
    /// </summary>
    public const double ShiftedShare = 0.55;
}
