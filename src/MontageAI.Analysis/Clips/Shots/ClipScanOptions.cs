using MontageAI.Detection;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>How far a key-frame scan goes.</summary>
public sealed record ClipScanOptions
{
    /// <summary>
    /// Stops once so many shots are known to have ended, 1 or more; null scans to the end. Lower is sooner. The rest can be
    /// scanned later.
    /// </summary>
    internal int? StopAfterShots { get; init; }

    /// <summary>Stops once so many seconds of the clip were scanned, above 0; null scans to the end.</summary>
    public double? StopAfterSeconds { get; init; }

    /// <summary>
    /// Seconds of 1080p video that may be decoded in full to settle doubtful intervals, 0 or more (larger pictures count for more, smaller
    /// ones for less); the most suspicious come first. An interval left unsettled counts as a cut at its end when it is out of step with
    /// the other key frames, else as none.
    /// </summary>
    public double RefinementSeconds { get; init; } = 30;

    /// <summary>
    /// False finds boundaries as they are. True is for choosing footage, where a cut that is missed does harm and one too many does not:
    /// the clip is parted wherever key frames or packet sizes allow for a cut, and nothing is decoded for it where packet sizes are known.
    /// Where they are not, suspicious intervals beyond <see cref="RefinementSeconds"/> become rejected stretches.
    /// </summary>
    public bool ForPlanning { get; init; }

    /// <summary>Whether sizes of packets are used as evidence where the source lists them; false is for comparing.</summary>
    internal bool UsePackets { get; init; } = true;

    /// <summary>What finds faces in key frames; null looks for none. Of pictures that follow each other within four seconds and look
    /// alike, only the first is looked at.</summary>
    public IFaceDetector? Faces { get; init; }

    /// <summary>Decoder threads per process, 1 or more. Does not change results; more helps only when few clips are scanned at
    /// once.</summary>
    public int DecoderThreads { get; init; } = 1;
}
