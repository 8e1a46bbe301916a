namespace MontageAI.Reports.Judging;

/// <summary>
/// Figures about a montage, whoever made it. What was not measured is absent, and <see cref="Missing"/> says why. Definitions, units and
/// sources: docs/judging.md.
/// </summary>
public sealed record MontageJudgement
{
    /// <summary>Name and version of this schema.</summary>
    public string Schema { get; init; } = "montage-ai.judgement/1";

    /// <summary>What was judged.</summary>
    public required JudgedSubject Subject { get; init; }

    /// <summary>How the cuts sit on the beats; null without beats or cuts.</summary>
    public BeatFigures? Beats { get; init; }

    /// <summary>How long shots are.</summary>
    public required PaceFigures Pace { get; init; }

    /// <summary>How pictures follow the music; null without one of both.</summary>
    public EnergyFigures? Energy { get; init; }

    /// <summary>How many different things are shown.</summary>
    public required VarietyFigures Variety { get; init; }

    /// <summary>What the pictures are like; null when they were not looked at.</summary>
    public PictureFigures? Pictures { get; init; }

    /// <summary>People in the pictures; null when these were not looked at.</summary>
    public PeopleFigures? People { get; init; }

    /// <summary>How much of what the footage offers is shown; null unless the footage was given.</summary>
    public FootageFigures? Footage { get; init; }

    /// <summary>Voices that are cut off; null for a film.</summary>
    public VoiceFigures? Voices { get; init; }

    /// <summary>Ways in which shots give way to one another, by name: "cut", "dissolve", "fade" ...</summary>
    public required IReadOnlyDictionary<string, int> Transitions { get; init; }

    /// <summary>The sound.</summary>
    public required SoundFigures Sound { get; init; }

    /// <summary>What is absent, and why.</summary>
    public required IReadOnlyList<MissingFigure> Missing { get; init; }
}

/// <summary>What was judged.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">"timeline" or "video".</param>
/// <param name="Seconds">Length.</param>
/// <param name="Rate">Frames per second; of a film with a variable rate the mean.</param>
/// <param name="Frames">Frames.</param>
/// <param name="Shots">Shots.</param>
/// <param name="Style">Style that made it, as the timeline says; null for a film.</param>
/// <param name="Seed">Seed that made it; null for a film.</param>
public sealed record JudgedSubject(
    string Path,
    string Kind,
    double Seconds,
    double Rate,
    long Frames,
    int Shots,
    string? Style,
    long? Seed
);

/// <summary>How cuts sit on beats. Shares are 0 to 1; "chance" is what cuts at random frames of the same film would get.</summary>
public sealed record BeatFigures
{
    /// <summary>Where the beats are from, in words.</summary>
    public required string Source { get; init; }

    /// <summary>Median tempo in beats per minute; null when unknown.</summary>
    public double? TempoBpm { get; init; }

    /// <summary>How sure the tracker is, 0 to 1; null when beats were not tracked here.</summary>
    public double? Confidence { get; init; }

    /// <summary>Beats within the montage.</summary>
    public required int Beats { get; init; }

    /// <summary>Cuts, gradual ones counted at their middle.</summary>
    public required int Cuts { get; init; }

    /// <summary>Distance from a cut to the nearest beat, milliseconds.</summary>
    public required ErrorFigures ErrorMs { get; init; }

    /// <summary>The same in frames.</summary>
    public required ErrorFigures ErrorFrames { get; init; }

    /// <summary>Milliseconds by which cuts come late (negative: early) in the median.</summary>
    public required double BiasMs { get; init; }

    /// <summary>The distance that random cuts would have, milliseconds.</summary>
    public required ErrorFigures ChanceMs { get; init; }

    /// <summary>Milliseconds within which a cut counts as on the beat: 40, or one frame where that is longer.</summary>
    public required double ToleranceMs { get; init; }

    /// <summary>Share of cuts on a beat.</summary>
    public required double OnBeat { get; init; }

    /// <summary>The share that random cuts would have.</summary>
    public required double OnBeatChance { get; init; }

    /// <summary>Share of cuts on the first beat of a bar; null when bars are unknown.</summary>
    public double? OnDownbeat { get; init; }

    /// <summary>The share that random cuts would have.</summary>
    public double? OnDownbeatChance { get; init; }

    /// <summary>Changes of section inside the montage; null when sections are unknown.</summary>
    public int? SectionChanges { get; init; }

    /// <summary>Share of section changes with a cut on them; null without any change.</summary>
    public double? SectionChangesCut { get; init; }

    /// <summary>Share of cuts that lie on a section change.</summary>
    public double? CutsOnSectionChange { get; init; }
}

/// <summary>Distances.</summary>
/// <param name="Median">Half of them are smaller.</param>
/// <param name="Mean">Mean.</param>
/// <param name="P95">95 of 100 are smaller.</param>
public sealed record ErrorFigures(double Median, double Mean, double P95);

/// <summary>How long shots are.</summary>
public sealed record PaceFigures
{
    /// <summary>Cuts per minute over the whole.</summary>
    public required double CutsPerMinute { get; init; }

    /// <summary>Cuts per minute in each stretch of ten seconds, in order; the last may be shorter.</summary>
    public required IReadOnlyList<double> CutsPerMinuteOver10Seconds { get; init; }

    /// <summary>Mean length of shots, seconds.</summary>
    public required double MeanShotSeconds { get; init; }

    /// <summary>Median length of shots, seconds.</summary>
    public required double MedianShotSeconds { get; init; }

    /// <summary>Shortest shot, seconds.</summary>
    public required double ShortestShotSeconds { get; init; }

    /// <summary>Longest shot, seconds.</summary>
    public required double LongestShotSeconds { get; init; }

    /// <summary>Standard deviation of shot lengths over their mean: 0 for a metronome.</summary>
    public required double Unevenness { get; init; }
}

/// <summary>How pictures follow the music, second by second.</summary>
public sealed record EnergyFigures
{
    /// <summary>Spearman's rank correlation of the music's loudness and the motion in the pictures (cuts left out), -1 to 1; null where
    /// pictures were not measured or fewer than eight seconds are known.</summary>
    public double? Motion { get; init; }

    /// <summary>The same of loudness and cuts per second, smoothed over five seconds.</summary>
    public double? Pace { get; init; }

    /// <summary>Half of the width of the range within which 95 of 100 unrelated curves of this length correlate.</summary>
    public double? Chance { get; init; }

    /// <summary>Loudness of the music in each second, 0 to 1; null where unknown.</summary>
    public required IReadOnlyList<double?> Music { get; init; }

    /// <summary>Change from picture to picture in each second, 0 to 1, cuts left out; null where unknown.</summary>
    public required IReadOnlyList<double?> Picture { get; init; }
}

/// <summary>How many different things are shown.</summary>
public sealed record VarietyFigures
{
    /// <summary>Files that something is shown of; null for a film.</summary>
    public int? Sources { get; init; }

    /// <summary>Entropy of screen time over the files, bits: log2 of the number of files where all are shown equally long.</summary>
    public double? EntropyBits { get; init; }

    /// <summary>The entropy over its largest possible value, 0 to 1; null with one file.</summary>
    public double? Evenness { get; init; }

    /// <summary>Share of shots that show another file than the shot before.</summary>
    public double? SourceChanges { get; init; }

    /// <summary>Groups of shots that look different from one another, by fingerprints of their pictures; null when pictures were not looked
    /// at.</summary>
    public int? Looks { get; init; }

    /// <summary>Share of frames that show a moment of a file which was shown before; null for a film.</summary>
    public double? RepeatedFrames { get; init; }

    /// <summary>Share of frames whose pictures, a run of them, look like an earlier run in another shot; null when pictures were not looked
    /// at.</summary>
    public double? RepeatedPictures { get; init; }

    /// <summary>Cuts from a picture to one of the same framing: in a timeline of the same file, in a film of whatever looks the same. Null
    /// when pictures were not looked at.</summary>
    public IReadOnlyList<PictureJump>? JumpCuts { get; init; }

    /// <summary>Cuts that nobody sees, since the file plays on.</summary>
    public int? UnseenCuts { get; init; }
}

/// <summary>A cut between pictures of the same framing.</summary>
/// <param name="Seconds">When.</param>
/// <param name="Difference">Bits of 64 in which the fingerprints differ.</param>
public sealed record PictureJump(double Seconds, int Difference);

/// <summary>What the pictures are like, over all frames shown that could be looked at.</summary>
public sealed record PictureFigures
{
    /// <summary>Share of frames that were looked at, 0 to 1.</summary>
    public required double Measured { get; init; }

    /// <summary>Share of frames shaken by more than 0.3 picture widths per second.</summary>
    public double? Shaken { get; init; }

    /// <summary>Mean shake, picture widths per second.</summary>
    public double? Shake { get; init; }

    /// <summary>Share of frames with a sharpness below 0.28, of those that have structure.</summary>
    public double? Blurred { get; init; }

    /// <summary>Mean sharpness, 0 to 1.</summary>
    public double? Sharpness { get; init; }

    /// <summary>Share of frames that are smeared: the camera moves faster than the eye follows, or a picture that changes much is
    /// blurred.</summary>
    public required double Smeared { get; init; }

    /// <summary>Share of frames that look like a card of titles or credits.</summary>
    public required double Cards { get; init; }

    /// <summary>Share of frames with bright letters over the picture: titles and subtitles of the footage, in a film its own as
    /// well.</summary>
    public required double Lettering { get; init; }

    /// <summary>Share of frames with black bars in the picture.</summary>
    public required double Bars { get; init; }

    /// <summary>What is wrong with the first second: share of its frames that are black, blurred, smeared or a card.</summary>
    public required double OpeningFaults { get; init; }

    /// <summary>The same of the last second.</summary>
    public required double EndingFaults { get; init; }

    /// <summary>Cuts, fades and dissolves of the footage itself inside the shots; of a film those that were found are shots.</summary>
    public required int HiddenCuts { get; init; }

    /// <summary>Share of frames that are black.</summary>
    public required double Black { get; init; }

    /// <summary>Seconds of black inside the film: black at its very beginning and end left out.</summary>
    public required double BlackInside { get; init; }

    /// <summary>Share of frames in pictures that stand still for half a second or longer.</summary>
    public required double Frozen { get; init; }

    /// <summary>Share of frames in pictures that stand still for 0.4 s and longer although their take moves: broken, or held by an
    /// editor.</summary>
    public required double FrozenInside { get; init; }

    /// <summary>Mean change from picture to picture, 0 to 1, cuts left out; null with single pictures only.</summary>
    public double? Motion { get; init; }

    /// <summary>Mean brightness, 0 to 1.</summary>
    public required double Luma { get; init; }

    /// <summary>Mean saturation, 0 to 1.</summary>
    public required double Saturation { get; init; }

    /// <summary>Mean share of pixels that are burnt out.</summary>
    public required double White { get; init; }

    /// <summary>Mean share of pixels that are crushed to black.</summary>
    public required double Crushed { get; init; }

    /// <summary>Where pictures are shaken, smeared, blurred, cards, black or frozen for 0.2 s and longer, in order of time.</summary>
    public required IReadOnlyList<PictureFault> Faults { get; init; }

    /// <summary>Mean difference of brightness across a cut, 0 to 1; null without cuts between known pictures.</summary>
    public double? LumaStep { get; init; }
}

/// <summary>Pictures in a row that one would rather not see.</summary>
/// <param name="Kind">"shaken", "smeared", "blurred", "card", "black" or "frozen".</param>
/// <param name="Shot">Number of the shot, from 1.</param>
/// <param name="From">Second of the film.</param>
/// <param name="To">Second after the last.</param>
public sealed record PictureFault(string Kind, int Shot, double From, double To);

/// <summary>The sound.</summary>
public sealed record SoundFigures
{
    /// <summary>Integrated loudness, LUFS (ITU-R BS.1770-4); null when there is nothing to measure.</summary>
    public double? LoudnessLufs { get; init; }

    /// <summary>True peak, dBTP.</summary>
    public double? TruePeakDb { get; init; }

    /// <summary>Level of the last 50 ms below the loudest second, decibels (negative); null when not measured.</summary>
    public double? EndDb { get; init; }

    /// <summary>Whether the end is clean: the sound has died away by 30 dB or more; of a timeline, whether a fade is planned. Null when
    /// unknown.</summary>
    public bool? EndsClean { get; init; }

    /// <summary>Whether the last frame ends on the first beat of a bar, within the tolerance of the beats; null when bars are
    /// unknown.</summary>
    public bool? EndsOnDownbeat { get; init; }

    /// <summary>Loudness that the plan asks for, LUFS; null for a film.</summary>
    public double? PlannedLufs { get; init; }
}

/// <summary>A figure that is absent.</summary>
/// <param name="Figure">Its name, as in the document.</param>
/// <param name="Reason">Why.</param>
public sealed record MissingFigure(string Figure, string Reason);
