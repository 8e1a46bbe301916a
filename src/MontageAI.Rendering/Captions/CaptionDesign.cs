using MontageAI.Errors;

namespace MontageAI.Rendering.Captions;

/// <summary>How words follow each other in a caption.</summary>
public enum CaptionMotion
{
    /// <summary>The whole caption stands still.</summary>
    Still,

    /// <summary>The word that is being said has the highlight.</summary>
    Word,

    /// <summary>Words fill with the highlight as they are said.</summary>
    Fill,
}

/// <summary>A caption style. Sizes are parts of the picture's shorter side, so that a preview and a final film look the same.</summary>
/// <param name="Name">As in a timeline.</param>
/// <param name="Font">Family; where a machine has none of that name, its fontconfig gives the nearest.</param>
/// <param name="Bold">Whether bold.</param>
/// <param name="Size">Height of a line of type.</param>
/// <param name="TallSize">The same in pictures taller than wide.</param>
/// <param name="Spacing">Room between letters.</param>
/// <param name="Text">Colour of the words, as RRGGBB.</param>
/// <param name="Highlight">Colour of what is being said, as RRGGBB.</param>
/// <param name="Outline">Width of the dark line around letters.</param>
/// <param name="Shadow">Offset of the shadow.</param>
/// <param name="Box">Opacity of a box behind the lines, 0 to 1; with one there is no outline.</param>
/// <param name="Low">Place of the lowest line: part of the picture's height below it.</param>
/// <param name="TallLow">The same in pictures taller than wide, where players and platforms cover the lower end.</param>
/// <param name="Words">Most words at a time; 0 shows whole cues.</param>
/// <param name="Upper">Whether letters are made capitals.</param>
/// <param name="Motion">How words follow each other.</param>
public sealed record CaptionDesign(
    string Name,
    string Font,
    bool Bold,
    double Size,
    double TallSize,
    double Spacing,
    string Text,
    string Highlight,
    double Outline,
    double Shadow,
    double Box,
    double Low,
    double TallLow,
    int Words,
    bool Upper,
    CaptionMotion Motion
)
{
    /// <summary>All styles.</summary>
    internal static IReadOnlyList<CaptionDesign> All { get; } =
    [
        new("tiktok", "DejaVu Sans", true, 0.115, 0.122, 0, "FFFFFF", "FFE135", 0.0095, 0.004, 0, 0.18, 0.30, 4, true, CaptionMotion.Word),
        new("minimal", "DejaVu Sans", false, 0.056, 0.060, 0, "FFFFFF", "FFFFFF", 0, 0, 0.55, 0.08, 0.20, 0, false, CaptionMotion.Still),
        new("bold", "DejaVu Sans", true, 0.086, 0.092, 0, "FFFFFF", "FFFFFF", 0.0095, 0.006, 0, 0.09, 0.22, 0, false, CaptionMotion.Still),
        new(
            "cinematic",
            "DejaVu Serif",
            false,
            0.060,
            0.060,
            0.006,
            "F4EFE6",
            "F4EFE6",
            0.0042,
            0.0035,
            0,
            0.06,
            0.19,
            0,
            false,
            CaptionMotion.Still
        ),
        new(
            "karaoke",
            "DejaVu Sans",
            true,
            0.080,
            0.086,
            0,
            "FFFFFF",
            "33C3FF",
            0.0075,
            0.003,
            0,
            0.12,
            0.25,
            0,
            false,
            CaptionMotion.Fill
        ),
    ];

    /// <summary>Names of all styles.</summary>
    public static IReadOnlyList<string> Names => [.. All.Select(l => l.Name)];

    /// <summary>The style of a name.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static CaptionDesign Of(string name) =>
        All.FirstOrDefault(l => l.Name == name)
        ?? throw new ConfigurationException(
            ErrorCode.Unknown,
            $"there is no caption style '{name}'; there are {string.Join(", ", Names)}.",
            Field.CaptionStyle
        );
}
