namespace MontageAI.Time;

/// <summary>Frames on a timeline's grid, half-open: <paramref name="Start"/> belongs to it, <paramref name="End"/> does not.</summary>
/// <param name="Start">First frame, 0 or more.</param>
/// <param name="End">Frame after the last, at least <paramref name="Start"/>.</param>
public readonly record struct FrameRange(long Start, long End)
{
    /// <summary>Number of frames.</summary>
    public long Length => End - Start;

    /// <summary>Whether a frame lies in the range.</summary>
    public bool Contains(long frame) => frame >= Start && frame < End;
}
