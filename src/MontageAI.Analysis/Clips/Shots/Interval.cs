using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>A stretch from one key frame to the next, or from the last one to the end of the clip, and what speaks for a cut in it.</summary>
/// <param name="Index">Index of the key frame that ends it; the number of key frames for the last stretch.</param>
/// <param name="Start">PTS of the key frame that begins it.</param>
/// <param name="End">PTS of the key frame that ends it, or the end of the clip.</param>
/// <param name="Verdict">What the key frames say.</param>
/// <param name="Difference">Difference of the two key frames, 0 to 1; null for the last stretch.</param>
/// <param name="OutOfStep">Whether the key frame at its end came sooner than the regular distance.</param>
/// <param name="Jumps">Large packets inside, in order; empty where sizes are not known.</param>
internal sealed record Interval(
    int Index, MediaTime Start, MediaTime End, GapVerdict Verdict, double? Difference, bool OutOfStep, IReadOnlyList<PacketJump> Jumps)
{
    /// <summary>Difference of key frames from which those of two shots usually lie.</summary>
    public const double LargeDifference = 0.45;

    // Limits for packets, found on the annotated clips encoded again with fixed key-frame distances.
    private const double StrongOverUsual = 1.9;
    private const double StrongOfKey = 0.39;
    private const double WeakOverUsual = 1.2;
    private const double WeakOfKey = 0.4;
    private const double LeastDifference = 0.2;
    private const double OverUsual = 1.3;

    /// <summary>Large packets that most likely are cuts: much larger than usual, and the pictures around differ.</summary>
    public IEnumerable<PacketJump> LikelyCuts => Difference is < LeastDifference
        ? []
        : Jumps.Where(j => j.OverUsual >= StrongOverUsual && j.OfKey >= StrongOfKey);

    /// <summary>Whether the pictures at both ends differ as much as those of two shots usually do.</summary>
    public bool DiffersMuch => Difference >= LargeDifference;

    /// <summary>
    /// Everything that may be a cut, for those who would rather part a shot than run over a cut. In lively footage some of it is none.
    /// </summary>
    /// <param name="usual">Median difference of the clip's regular intervals.</param>
    public IEnumerable<ShotBoundary> PossibleCuts(double usual)
    {
        PacketJump[] jumps = [.. DiffersMuch ? Jumps.Where(j => j.OverUsual >= WeakOverUsual && j.OfKey >= WeakOfKey) : LikelyCuts];
        foreach (PacketJump jump in jumps)
        {
            yield return new ShotBoundary(BoundaryKind.Cut, jump.First, jump.Time, 0, 0);
        }

        // In a film with a fixed distance a cut may fall on a key frame.
        bool onKeyFrame = OutOfStep
            ? Difference >= LeastDifference
            : Difference >= Math.Max(LargeDifference, OverUsual * usual) && !LikelyCuts.Any();
        if (onKeyFrame)
        {
            yield return new ShotBoundary(BoundaryKind.Cut, End, End, 0, 0);
        }
    }
}
