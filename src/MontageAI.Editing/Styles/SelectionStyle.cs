namespace MontageAI.Editing.Styles;

/// <summary>Which shots are liked. Weights are relative to each other; all were chosen by hand and eye.</summary>
public sealed record SelectionStyle
{
    /// <summary>Weight of picture quality (sharpness, exposure, contrast, no shake), 0 to 5.</summary>
    public double Quality { get; init; } = 1;

    /// <summary>Weight of the likeness of the picture's energy (change, colour, contrast) to the music's, 0 to 5.</summary>
    public double EnergyMatch { get; init; } = 0.8;

    /// <summary>Weight of the likeness of measured motion to the music's energy, 0 to 5. Without measured motion it says nothing.</summary>
    public double ActionMatch { get; init; } = 0.8;

    /// <summary>Weight of changing the clip from shot to shot and of using all clips evenly, 0 to 5.</summary>
    public double SourceVariety { get; init; } = 1;

    /// <summary>Weight of keeping pictures that look alike apart, 0 to 5.</summary>
    public double LikenessApart { get; init; } = 1;

    /// <summary>Weight of the direction of motion: above 0 it flows on from shot to shot, below 0 it clashes; -2 to 2.</summary>
    public double MotionContinuity { get; init; } = 0.3;

    /// <summary>Weight of showing clips in their own order along the montage, 0 (any order) to 5.</summary>
    public double Chronology { get; init; }

    /// <summary>How much the seed may change the choice among good shots, 0 to 1.</summary>
    public double Surprise { get; init; } = 0.1;
}
