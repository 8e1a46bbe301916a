using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>A stretch from one key frame to the next, or from the last one to the end of the clip, and what speaks for a cut in
/// it.</summary>
/// <param name="Index">Index of the key frame that ends it; the number of key frames for the last stretch.</param>
/// <param name="Start">PTS of the key frame that begins it.</param>
/// <param name="End">PTS of the key frame that ends it, or the end of the clip.</param>
/// <param name="Verdict">What the key frames say.</param>
/// <param name="Difference">Difference of the two key frames, 0 to 1; null for the last stretch.</param>
/// <param name="OutOfStep">Whether the key frame at its end came sooner than the regular distance.</param>
/// <param name="Jumps">Large packets inside, in order; empty where sizes are not known.</param>
internal sealed record Interval(
    int Index,
    MediaTime Start,
    MediaTime End,
    GapVerdict Verdict,
    double? Difference,
    bool OutOfStep,
    IReadOnlyList<PacketJump> Jumps
)
{
    /// <summary>Difference of key frames from which those of two shots usually lie.</summary>
    public const double LargeDifference = 0.45;

    /// <summary>Difference of key frames below which those of two shots hardly ever lie.</summary>
    public const double SomeDifference = 0.3;

    // Limits found on the annotated clips encoded again with fixed key-frame distances.
    private const double LeastDifference = 0.15;
    private const double LeastOutOfStep = 0.2;
    private const double OverUsual = 1.2;
    private const int MostUnlikely = 6;

    /// <summary>Large packets that most likely are cuts: much larger than usual, and the pictures around differ.</summary>
    public IEnumerable<PacketJump> LikelyCuts => Difference is < LeastDifference ? [] : Jumps.Where(IsLikely);

    /// <summary>
    /// Everything that may be a cut, for those who would rather part a shot than run over a cut. In lively footage some of it is none.
    /// </summary>
    /// <param name="usual">Median difference of the clip's regular intervals.</param>
    public IEnumerable<ShotBoundary> PossibleCuts(double usual)
    {
        foreach (PacketJump jump in LikelyCuts.Concat(UnlikelyCuts()))
        {
            yield return new ShotBoundary(BoundaryKind.Cut, jump.First, jump.Time, 0, 0);
        }

        // In a film with a fixed distance a cut may fall on a key frame.
        if (OutOfStep ? Difference >= LeastOutOfStep : IsUnexplained(usual))
        {
            yield return new ShotBoundary(BoundaryKind.Cut, End, End, 0, 0);
        }
    }

    /// <summary>Whether there most likely is a cut, and packet sizes leave open where.</summary>
    /// <param name="usual">Median difference of the clip's regular intervals.</param>
    public bool IsAmbiguous(double usual) => !OutOfStep && IsUnexplained(usual) && UnlikelyCuts().Any(j => j.OfKey >= 0.4);

    private bool IsUnexplained(double usual) =>
        Difference >= Math.Max(LargeDifference, OverUsual * usual) && !LikelyCuts.Any(j => j.OfKey >= 0.5);

    private IEnumerable<PacketJump> UnlikelyCuts() =>
        Difference >= LargeDifference && !OutOfStep
            ? Jumps
                .Where(j => !IsLikely(j) && IsPossible(j))
                .OrderByDescending(j => j.OverUsual * j.OfKey)
                .ThenBy(j => j.Time.Ticks)
                .Take(MostUnlikely)
            : [];

    // Encoders that put key frames at cuts leave few for the interval before: there, a packet must be as large as a key frame.
    private bool IsLikely(PacketJump jump) =>
        OutOfStep
            ? jump is { OverUsual: >= 1.9, OfKey: >= 0.6 } or { OverUsual: >= 1.4, OfKey: >= 0.95 }
            : jump is { OverUsual: >= 1.9, OfKey: >= 0.38 }
                || (Difference >= SomeDifference && jump is { OverUsual: >= 3, OfKey: >= 0.25 });

    private static bool IsPossible(PacketJump jump) =>
        jump is { OverUsual: >= 1.15, OfKey: >= 0.4 } or { OverUsual: >= 1.6, OfKey: >= 0.2 };
}
