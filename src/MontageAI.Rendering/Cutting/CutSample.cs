using MontageAI.Containers.Joining;

namespace MontageAI.Rendering.Cutting;

/// <summary>One coded picture of a piece.</summary>
/// <param name="Source">The file that it is copied from.</param>
/// <param name="Offset">Where it lies there.</param>
/// <param name="Size">Its bytes there.</param>
/// <param name="Ticks">Moment at which it is shown, on the source's clock.</param>
/// <param name="IsKey">Whether a player may start at it.</param>
internal sealed record CutSample(SampleSource Source, long Offset, int Size, long Ticks, bool IsKey)
{
    /// <summary>Bytes written before it.</summary>
    public byte[] Before { get; init; } = [];

    /// <summary>Bytes written after it.</summary>
    public byte[] After { get; init; } = [];

    /// <summary>All its bytes.</summary>
    public int Total => Before.Length + Size + After.Length;
}
