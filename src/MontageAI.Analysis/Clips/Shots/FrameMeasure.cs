using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>What is kept of a frame that passed by.</summary>
/// <param name="Time">PTS.</param>
/// <param name="Difference">Difference to the frame before, 0 to 1.</param>
/// <param name="Mean">Mean luma, 0 to 255, black is 16.</param>
/// <param name="Deviation">Standard deviation of luma.</param>
internal readonly record struct FrameMeasure(MediaTime Time, double Difference, double Mean, double Deviation)
{
    /// <summary>False when the picture came back to what it was before a jump, as after a flash. True for frames without a jump.</summary>
    public bool Remains { get; init; }

    /// <summary>Share of a jump that is left after the best shift of the whole picture; 1 for frames without a jump.</summary>
    public double Shifted { get; init; }
}
