using MontageAI.Analysis.Montages;
using MontageAI.Results;

namespace MontageAI.Reports.Judging;

/// <summary>A montage as far as it is known, in seconds of the film: what timelines and films are both made into before they are
/// judged.</summary>
internal sealed record JudgedMontage
{
    /// <summary>What it is.</summary>
    public required JudgedSubject Subject { get; init; }

    /// <summary>Shots in order, without gaps.</summary>
    public required IReadOnlyList<JudgedShot> Shots { get; init; }

    /// <summary>Beats and sections; null when none are known.</summary>
    public JudgedMusic? Music { get; init; }

    /// <summary>Frames; null when pictures were not looked at.</summary>
    public FilmFrames? Frames { get; init; }

    /// <summary>People; null when pictures were not looked at.</summary>
    public PeopleFigures? People { get; init; }

    /// <summary>What is shown of the footage; null unless it was given.</summary>
    public FootageFigures? Footage { get; init; }

    /// <summary>Voices that are cut off; null when unknown.</summary>
    public VoiceFigures? Voices { get; init; }

    /// <summary>Transitions by name.</summary>
    public required IReadOnlyDictionary<string, int> Transitions { get; init; }

    /// <summary>The sound.</summary>
    public required SoundFigures Sound { get; init; }

    /// <summary>Second of a film's own clock at which it begins; 0 for a timeline.</summary>
    public double Zero { get; init; }

    /// <summary>What could not be found out.</summary>
    public required IReadOnlyList<MissingFigure> Missing { get; init; }

    /// <summary>Seconds of the film at which shots change, ascending.</summary>
    public IEnumerable<double> Cuts => Shots.Skip(1).Select(s => s.Start);
}

/// <summary>One shot.</summary>
/// <param name="Start">Second of the film.</param>
/// <param name="End">Second of the film, exclusive.</param>
/// <param name="Source">The file that it shows; null when unknown.</param>
/// <param name="From">Second of the file shown first; no meaning without a file.</param>
/// <param name="To">Second of the file after the last that is shown.</param>
internal sealed record JudgedShot(double Start, double End, string? Source = null, double From = 0, double To = 0);

/// <summary>The music under a montage.</summary>
/// <param name="Source">Where beats are from, in words.</param>
/// <param name="Beats">Second of the film and position in the bar (0 unknown), ascending.</param>
/// <param name="TempoBpm">Median tempo, or null.</param>
/// <param name="Confidence">How sure the tracker is, or null.</param>
/// <param name="Sections">Sections in seconds of the film, in order; empty when unknown.</param>
/// <param name="Energy">Loudness in each second of the film, 0 to 1; null where unknown.</param>
internal sealed record JudgedMusic(
    string Source,
    IReadOnlyList<(double Seconds, int BarPosition)> Beats,
    double? TempoBpm,
    double? Confidence,
    IReadOnlyList<MusicSection> Sections,
    IReadOnlyList<double?> Energy
);

/// <summary>Frames of a film with what was measured of each.</summary>
/// <param name="All">In order.</param>
internal sealed record FilmFrames(IReadOnlyList<FilmFrame> All);

/// <summary>One frame.</summary>
/// <param name="Seconds">Second of the film at which it is shown.</param>
/// <param name="Shot">Index of its shot.</param>
/// <param name="Picture">What it shows; null when it could not be looked at.</param>
internal sealed record FilmFrame(double Seconds, int Shot, FilmPicture? Picture);

/// <summary>What one frame shows; units as in <see cref="Analysis.Montages.ShownStretch"/>.</summary>
internal sealed record FilmPicture(
    float Amount,
    float Luma,
    float Contrast,
    float Saturation,
    float Black,
    float White,
    float? Sharpness,
    float? Shake,
    ulong Fingerprint,
    bool First,
    float Camera = 0,
    float Card = 0,
    bool Cut = false,
    float Bars = 0,
    float Lettering = 0,
    bool Frozen = false
);
