namespace MontageAI.Bench.Features;

/// <summary>One way to share out clips of very different length.</summary>
/// <param name="Wall">Median seconds that passed.</param>
/// <param name="Cpu">Median processor seconds, children included.</param>
internal readonly record struct RaceTime(double Wall, double Cpu);

/// <summary>Four ways to share out clips among two workers.</summary>
/// <param name="One">All clips by one worker.</param>
/// <param name="Static">Half of the list each.</param>
/// <param name="Queue">One queue, largest file first; no clip is shared.</param>
/// <param name="Stealing">The same, and an idle worker takes ranges of the clip that the other is at.</param>
/// <param name="LongAlone">The long clip alone by one worker.</param>
/// <param name="LongShared">The long clip alone, shared.</param>
/// <param name="SameBytes">Whether the first four gave the same results to the byte.</param>
internal sealed record RaceTimes(
    RaceTime One,
    RaceTime Static,
    RaceTime Queue,
    RaceTime Stealing,
    RaceTime LongAlone,
    RaceTime LongShared,
    bool SameBytes
)
{
    /// <summary>How many times sooner two workers are done than one.</summary>
    public double Speedup => One.Wall / Stealing.Wall;
}

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

    /// <summary>The race. Seconds that passed mean something only on a machine that does nothing else.</summary>
    public required RaceTimes Race { get; init; }

    /// <summary>The same where every key frame and every start of a process is waited for instead of decoded: what sharing out alone gains,
    /// on any machine.</summary>
    public required RaceTimes Waiting { get; init; }

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

    /// <summary>Share of spoilt pieces that were rejected.</summary>
    public double Caught =>
        (double)Faults.Where(f => f.Fault != "none").Sum(f => f.Rejected) / Faults.Where(f => f.Fault != "none").Sum(f => f.Pieces);

    /// <summary>Share of good pieces that were rejected.</summary>
    public double WronglyRejected =>
        (double)Faults.Where(f => f.Fault == "none").Sum(f => f.Rejected) / Faults.Where(f => f.Fault == "none").Sum(f => f.Pieces);
}
