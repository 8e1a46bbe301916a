using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Whether a shot of a clip may hold more than one wants to see: a swish, black, a cut. Told by the sizes of packets and by key frames, so
/// nothing is decoded to ask it. Where it may, or where nothing is known, the shot is looked at as long as it is. Limits chosen by hand.
/// </summary>
internal static class ShotDoubts
{
    // Packets so many times as large as usual in the clip are those of a cut, a flash or a camera that turns fast; so much smaller ones
    // are those of black.
    private const float Burst = 1.8f;
    private const float Nothing = 0.15f;

    // Difference of key frames inside one shot from which on more may have changed than its pictures.
    private const float Change = 0.3f;

    /// <summary>Whether anything speaks for a look at it.</summary>
    /// <param name="analysis">What is known of the clip.</param>
    /// <param name="start">Second at which the shot begins.</param>
    /// <param name="seconds">How long it is.</param>
    public static bool Any(ClipAnalysis analysis, double start, double seconds)
    {
        if (analysis.Activity is not { } activity)
        {
            return true;
        }

        for (double at = start; at < start + seconds; at += activity.Step)
        {
            if (activity.At(at) is >= Burst or <= Nothing)
            {
                return true;
            }
        }

        return analysis.KeyFrames.Any(k => k.Time.Seconds > start && k.Time.Seconds < start + seconds && k.Difference >= Change);
    }
}
