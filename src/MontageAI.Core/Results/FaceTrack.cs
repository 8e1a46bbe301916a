namespace MontageAI.Results;

/// <summary>One face through a stretch of a clip.</summary>
public sealed record FaceTrack
{
    // A face that was seen a moment ago is there still, though it is turned away; less and less sure.
    private const double LostSeconds = 0.5;

    /// <summary>When it was seen, in seconds of the stream's clock, ascending; gaps are short.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>Where, one for each of <see cref="Seconds"/>.</summary>
    public required IReadOnlyList<FaceBox> Boxes { get; init; }

    /// <summary>How large it is and how long it is seen, for comparing with others of the same stretch.</summary>
    public double Weight() => Boxes.Sum(b => Math.Sqrt(b.Area));

    /// <summary>Where it is at a moment, between the moments at which it was seen.</summary>
    /// <param name="seconds">The moment.</param>
    /// <returns>The box, and how surely it is there, 0 (not) to 1: falls to 0 within half a second before it is first and after it is last
    /// seen.</returns>
    public (FaceBox Box, double Sureness) At(double seconds)
    {
        if (seconds <= Seconds[0])
        {
            return (Boxes[0], Fading(Seconds[0] - seconds));
        }

        if (seconds >= Seconds[^1])
        {
            return (Boxes[^1], Fading(seconds - Seconds[^1]));
        }

        int after = 1;
        while (Seconds[after] < seconds)
        {
            after++;
        }

        FaceBox a = Boxes[after - 1],
            b = Boxes[after];
        float part = (float)((seconds - Seconds[after - 1]) / (Seconds[after] - Seconds[after - 1]));
        return (
            new FaceBox(
                a.Left + (part * (b.Left - a.Left)),
                a.Top + (part * (b.Top - a.Top)),
                a.Width + (part * (b.Width - a.Width)),
                a.Height + (part * (b.Height - a.Height)),
                Math.Min(a.Score, b.Score)
            ),
            1
        );
    }

    private static double Fading(double away) => Math.Max(0, 1 - (away / LostSeconds));
}
