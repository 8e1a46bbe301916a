namespace MontageAI.Results;

/// <summary>
/// How much happens along a clip, as far as its packets tell: what cannot be predicted from the picture before costs bytes. Nothing is
/// decoded for it, so it is known of every second of every clip whose container lists its packets. Motion of things and of the camera look
/// alike in it; whoever wants to know which it is has to look.
/// </summary>
/// <param name="Start">Second of the stream's clock at which the first value begins.</param>
/// <param name="Step">Seconds from value to value, above 0.</param>
/// <param name="Values">Mean size of the packets in each step, key frames left out, over the median of all steps: 1 is usual for the clip.
/// 0 where there is none.</param>
public sealed record ClipActivity(double Start, double Step, IReadOnlyList<float> Values)
{
    /// <summary>The value at a second; null outside.</summary>
    public float? At(double seconds)
    {
        int step = (int)Math.Floor((seconds - Start) / Step);
        return step >= 0 && step < Values.Count ? Values[step] : null;
    }
}
