using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>Measures how much happens along a clip by the sizes of its packets.</summary>
internal static class PacketActivity
{
    // Some frames of every kind that an encoder alternates lie in a step.
    private const double StepSeconds = 0.25;

    // Fewer steps have no peak.
    private const int LeastSteps = 4;

    /// <summary>Measures.</summary>
    /// <param name="stream">The stream; of some codecs sizes tell nothing.</param>
    /// <param name="packets">Its packets; null where none are listed.</param>
    /// <param name="first">PTS of the first frame.</param>
    /// <param name="end">PTS after the last.</param>
    /// <returns>Null where nothing can be told.</returns>
    public static ClipActivity? Measure(VideoStreamInfo stream, IReadOnlyList<PacketInfo>? packets, MediaTime first, MediaTime end)
    {
        int steps = (int)Math.Floor((end.Seconds - first.Seconds) / StepSeconds);
        if (packets is null || steps < LeastSteps || !PacketJumps.SpeakFor(stream))
        {
            return null;
        }

        double[] bytes = new double[steps];
        int[] count = new int[steps];
        foreach (PacketInfo packet in packets)
        {
            int step = (int)Math.Floor((packet.Time.Seconds - first.Seconds) / StepSeconds);
            if (!packet.IsKey && step >= 0 && step < steps)
            {
                bytes[step] += packet.Size;
                count[step]++;
            }
        }

        double[] means = [.. bytes.Select((b, i) => count[i] == 0 ? 0 : b / count[i])];
        double[] known = [.. means.Where((_, i) => count[i] > 0).Order()];
        return known.Length < LeastSteps || known[known.Length / 2] <= 0
            ? null
            : new ClipActivity(
                Math.Round(first.Seconds, 7),
                StepSeconds,
                [.. means.Select(m => (float)Math.Round(m / known[known.Length / 2], 3))]
            );
    }
}
