using MontageAI.Results;

namespace MontageAI.Demo;

/// <summary>
/// What the demo song contains, exactly, because we wrote it: the truth that a beat tracker can be held against.
/// </summary>
/// <param name="TempoBpm">Beats per minute, constant.</param>
/// <param name="Beats">Onset of every beat in seconds from the first sample, also of those that only hats or chords mark.</param>
/// <param name="Downbeats">The beats that begin a bar of four.</param>
/// <param name="Sections">Sections from the first downbeat to the last, without gaps; energies are left at 0, they are not
/// measured.</param>
/// <param name="DurationSeconds">Length of the file.</param>
public sealed record DemoTruth(
    double TempoBpm,
    IReadOnlyList<double> Beats,
    IReadOnlyList<double> Downbeats,
    IReadOnlyList<MusicSection> Sections,
    double DurationSeconds
);
