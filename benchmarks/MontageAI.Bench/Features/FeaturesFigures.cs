namespace MontageAI.Bench.Features;

/// <summary>One way to share out clips of very different length.</summary>
/// <param name="Wall">Median seconds that passed.</param>
/// <param name="Cpu">Median processor seconds, children included.</param>
internal readonly record struct RaceTime(double Wall, double Cpu);

/// <summary>Good pieces of one kind of fault.</summary>
/// <param name="Fault">What was done to them; "none" for good pieces as they are.</param>
/// <param name="Pieces">How many.</param>
/// <param name="Rejected">How many were rejected, for whatever reason.</param>
/// <param name="Missed">Those on the wrong side, by file name.</param>
internal sealed record FaultRate(string Fault, int Pieces, int Rejected, IReadOnlyList<string> Missed);

/// <summary>What <see cref="FeaturesBench"/> measured.</summary>
internal sealed record FeaturesFigures
{
    /// <summary>Clips and their seconds in the race.</summary>
    public required string RaceSet { get; init; }

    /// <summary>All clips by one worker.</summary>
    public required RaceTime OneWorker { get; init; }

    /// <summary>Half of the list each for two workers.</summary>
    public required RaceTime StaticPartition { get; init; }

    /// <summary>One queue, largest file first, for two workers; no clip is shared.</summary>
    public required RaceTime Queue { get; init; }

    /// <summary>The same, and idle workers take ranges of clips that others are at.</summary>
    public required RaceTime Stealing { get; init; }

    /// <summary>Whether all four gave the same bytes.</summary>
    public required bool SameResults { get; init; }

    /// <summary>Key frames per second by one worker on the long clip alone, and by two.</summary>
    public required RaceTime LongAlone { get; init; }

    /// <summary>The long clip alone with an idle second core.</summary>
    public required RaceTime LongShared { get; init; }

    /// <summary>Nanoseconds per frame of 320 x 180 for all features of a window, processor time, without decoding.</summary>
    public required double NanosecondsPerFrame { get; init; }

    /// <summary>Bytes allocated per frame by them in steady state.</summary>
    public required double BytesPerFrame { get; init; }

    /// <summary>Sharpness of the same pictures by height of the source, mean over the clips.</summary>
    public required IReadOnlyList<(int Height, double Mean)> SharpnessByHeight { get; init; }

    /// <summary>Largest difference of one clip's sharpness between any two heights from 360 on.</summary>
    public required double SharpnessSpread { get; init; }

    /// <summary>Rejections.</summary>
    public required IReadOnlyList<FaultRate> Faults { get; init; }

    /// <summary>How many times sooner two workers are done than one.</summary>
    public double Speedup => OneWorker.Wall / Stealing.Wall;

    /// <summary>Share of spoilt pieces that were rejected.</summary>
    public double Caught => (double)Faults.Where(f => f.Fault != "none").Sum(f => f.Rejected) / Faults.Where(f => f.Fault != "none").Sum(f => f.Pieces);

    /// <summary>Share of good pieces that were rejected.</summary>
    public double WronglyRejected => (double)Faults.Where(f => f.Fault == "none").Sum(f => f.Rejected) / Faults.Where(f => f.Fault == "none").Sum(f => f.Pieces);
}
