using MontageAI.Results;

namespace MontageAI.Editing.Styles;

/// <summary>
/// How long shots are and where they are cut. All numbers were chosen by hand and ear. Beats are counted in a tempo of 80 to 160 beats per
/// minute: in a song of 70, "2 beats" are as long as one of its own.
/// </summary>
public sealed record PacingStyle
{
    /// <summary>Shortest shot in seconds, 0.1 to 10. Higher forbids quick cuts, whatever the music does.</summary>
    public double MinShotSeconds { get; init; } = 0.35;

    /// <summary>Longest shot in seconds, 0.5 to 60, above the shortest. Higher allows long looks in quiet parts.</summary>
    public double MaxShotSeconds { get; init; } = 6;

    /// <summary>Length of a shot in seconds where there is no beat to count, 0.2 to 30. Other sections scale as their beats do to the
    /// verse's.</summary>
    public double SecondsPerShot { get; init; } = 2;

    /// <summary>Beats per shot in an intro, 0.5 to 64.</summary>
    public double IntroBeats { get; init; } = 8;

    /// <summary>Beats per shot in a verse, 0.5 to 64.</summary>
    public double VerseBeats { get; init; } = 4;

    /// <summary>Beats per shot in a build, 0.5 to 64.</summary>
    public double BuildBeats { get; init; } = 4;

    /// <summary>Beats per shot in a chorus, 0.5 to 64.</summary>
    public double ChorusBeats { get; init; } = 2;

    /// <summary>Beats per shot in a break, 0.5 to 64.</summary>
    public double BreakBeats { get; init; } = 8;

    /// <summary>Beats per shot in an outro, 0.5 to 64.</summary>
    public double OutroBeats { get; init; } = 8;

    /// <summary>How strongly louder moments shorten shots and quieter ones lengthen them, 0 (not) to 2. At 1, half the range of energy
    /// halves the length.</summary>
    public double EnergyResponse { get; init; } = 0.6;

    /// <summary>How much shots shorten from the start of a build to its end, 0 (not) to 1 (to a quarter).</summary>
    public double BuildAcceleration { get; init; } = 0.6;

    /// <summary>How strongly cuts keep to downbeats, 0 (any beat will do) to 2.</summary>
    public double DownbeatPreference { get; init; } = 0.5;

    /// <summary>How strongly cuts keep to strongly accented beats or onsets, 0 to 2.</summary>
    public double AccentPreference { get; init; } = 0.3;

    /// <summary>How strongly the start of a section asks for a cut, 0 to 10.</summary>
    public double SectionCut { get; init; } = 3;

    /// <summary>How far the seed varies shot lengths, 0 (not) to 1 (to the double or half).</summary>
    public double Variation { get; init; } = 0.3;

    /// <summary>The story arc's course.</summary>
    public StoryShape Arc { get; init; } = StoryShape.Song;

    /// <summary>
    /// How far the story arc (intro, build, climax, sustain, outro) bends the energy that cutting and selection follow, 0 (the music alone)
    /// to 1 (the arc alone).
    /// </summary>
    public double ArcStrength { get; init; } = 0.2;

    /// <summary>Beats per shot for a kind of section.</summary>
    internal double BeatsFor(SectionKind kind) =>
        kind switch
        {
            SectionKind.Intro => IntroBeats,
            SectionKind.Verse => VerseBeats,
            SectionKind.Build => BuildBeats,
            SectionKind.Chorus => ChorusBeats,
            SectionKind.Break => BreakBeats,
            SectionKind.Outro => OutroBeats,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of section."),
        };
}
