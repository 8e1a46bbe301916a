namespace MontageAI.Editing.Styles;

/// <summary>Rules of the craft as weights, 0 (off) to 5 unless stated; relative to those of <see cref="SelectionStyle"/>. Each that decides
/// is named in a shot's reasons.</summary>
public sealed record CraftStyle
{
    /// <summary>Against two shots of the same source and framing beside each other.</summary>
    public double NoJumpCuts { get; init; } = 3;

    /// <summary>For a change of shot size (wide, medium, close) at every cut.</summary>
    public double ShotSizeVariety { get; init; } = 0.5;

    /// <summary>For cutting while something moves: the shot ends and the next begins in motion, its peak on the cut.</summary>
    public double CutOnAction { get; init; } = 0.4;

    /// <summary>For beginning shortly before a moment at which most happens, as far as packets tell, or what was looked at.</summary>
    public double Moments { get; init; } = 0.7;

    /// <summary>For neighbours alike in colour and shape although of other footage. Against them while 0: see
    /// <see cref="SelectionStyle.LikenessApart"/>.</summary>
    public double MatchCut { get; init; }

    /// <summary>For a wide shot first where a new place or section begins, details after it.</summary>
    public double EstablishingFirst { get; init; } = 0.5;

    /// <summary>For pictures with people where there are any; below 0 against them. -5 to 5.</summary>
    public double People { get; init; } = 0.2;

    /// <summary>For one face that fills a good part of the picture.</summary>
    public double Portraits { get; init; }

    /// <summary>For pictures with several faces.</summary>
    public double Groups { get; init; }

    /// <summary>For giving wide shots the longer slots and close ones the shorter.</summary>
    public double HoldWide { get; init; } = 0.4;

    /// <summary>For giving the drop (start of the strongest chorus) the strongest action there is.</summary>
    public double DropAction { get; init; } = 1;

    /// <summary>Beats of calmer, longer picture after the drop's first shots, 0 to 32.</summary>
    public double BreathBeats { get; init; } = 4;

    /// <summary>Against pictures that leave a part of the canvas black, by how much; twice on the first and last shot. Nothing where
    /// pictures are cropped to fill it.</summary>
    public double NoBars { get; init; } = 0.6;

    /// <summary>For a strong first picture and a closing last one.</summary>
    public double Bookends { get; init; } = 1;
}
