using MontageAI.Bench.Preview;

namespace MontageAI.Bench.Gains;

/// <summary>A technique whose gain is shown: one row of the table.</summary>
/// <param name="Technique">What is done, against what, in a reader's words.</param>
/// <param name="Ids">Requirements that ask for it.</param>
/// <param name="Figure">How the figure begins that measures it.</param>
internal sealed record Gain(string Technique, string Ids, string Figure)
{
    /// <summary>Least factor that is expected; null where none was stated.</summary>
    public double? Expected { get; init; }

    /// <summary>Most of it.</summary>
    public double? ExpectedMost { get; init; }

    /// <summary>What is counted, where the figure's name does not end with it.</summary>
    public string? Unit { get; init; }

    /// <summary>Why the factor is what it is, for where it stays under what is expected, or where none was stated.</summary>
    public string Why { get; init; } = "";
}

/// <summary>A gain with its measurements, one per repeat: the other way first, and ours.</summary>
internal sealed record MeasuredGain(Gain Gain, IReadOnlyList<PreviewFigure> Repeats)
{
    /// <summary>How many times less it costs, in the middle of the repeats; null where nothing was measured.</summary>
    public double? Factor => Repeats.Count == 0 ? null : Statistics.Median(Repeats.Select(r => r.Ratio!.Value));

    /// <summary>The smallest of the repeats.</summary>
    public double Least => Repeats.Min(r => r.Ratio!.Value);

    /// <summary>The largest of them.</summary>
    public double Most => Repeats.Max(r => r.Ratio!.Value);

    /// <summary>Whether what is expected was reached; null where nothing was stated or measured.</summary>
    public bool? Met => Factor is { } factor && Gain.Expected is { } wanted ? factor >= wanted : null;

    /// <summary>On what, as the last repeat says it.</summary>
    public string On => Repeats.Count == 0 ? "" : Repeats[^1].Note;
}
