using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>A packet between key frames that is much larger than those around it.</summary>
/// <param name="First"> PTS of the first frame that may be the first one of a new shot. Earlier than <paramref name="Time"/> where frames
/// in between are predicted from both sides: their sizes do not tell to which shot they belong. </param>
/// <param name="Time">PTS of the large packet.</param>
/// <param name="OverUsual">Its size over the median of its neighbours between key frames.</param>
/// <param name="OfKey">Its size over the mean of the key frames before and after it.</param>
internal readonly record struct PacketJump(MediaTime First, MediaTime Time, double OverUsual, double OfKey);

/// <summary>
/// Finds packets whose size betrays a cut that the encoder did not mark with a key frame: the first picture of a new shot cannot be
/// predicted from the one before, so it costs nearly as much as a key frame. Frames that no later frame is shown before (in
/// decoding order, those with the highest PTS so far) are compared; the ones between them are small whatever they show.
/// That compressed sizes tell of content changes is an old idea of compressed-domain analysis; the measure here is our own.
/// </summary>
internal sealed class PacketJumps
{
    private const int Reach = 8;

    // Jumps below are not kept; what counts as evidence is decided by whoever asks.
    private const double LeastOverUsual = 1.1;
    private const double LeastOfKey = 0.15;

    private readonly List<PacketJump> _jumps = [];

    private PacketJumps() { }

    /// <summary>
    /// Whether sizes of a codec's packets can be compared at all. VP8, VP9 and AV1 spend most on pictures that are never shown, and
    /// the shown ones cost nearly nothing.
    /// </summary>
    public static bool SpeakFor(VideoStreamInfo stream) => stream.Codec is "h264" or "hevc" or "vvc" or "mpeg4" or "mpeg2video";

    /// <summary>Looks for jumps.</summary>
    /// <param name="packets">In decoding order; null where none are listed.</param>
    /// <param name="keyFrames">Key frames that were decoded, in order.</param>
    /// <returns>Null where there is no list or where it does not agree with the key frames that were decoded.</returns>
    public static PacketJumps? Find(IReadOnlyList<PacketInfo>? packets, IReadOnlyList<KeyFrame> keyFrames)
    {
        if (packets is null || packets.Count == 0 || keyFrames.Count == 0 || packets[0].Time.TimeBase != keyFrames[0].Time.TimeBase)
        {
            return null;
        }

        HashSet<long> keys = [.. packets.Where(p => p.IsKey).Select(p => p.Time.Ticks)];
        if (!keyFrames.All(k => keys.Contains(k.Time.Ticks)))
        {
            return null;
        }

        List<PacketInfo> anchors = [];
        foreach (PacketInfo packet in packets)
        {
            if (anchors.Count == 0 || packet.Time.Ticks > anchors[^1].Time.Ticks)
            {
                anchors.Add(packet);
            }
        }

        PacketJumps jumps = new();
        jumps.Look(anchors, [.. packets.Select(p => p.Time.Ticks).Order()]);
        return jumps;
    }

    /// <summary>Jumps after one moment and before another.</summary>
    public IEnumerable<PacketJump> Between(MediaTime from, MediaTime to) =>
        _jumps.Where(j => j.Time.Ticks > from.Ticks && j.Time.Ticks < to.Ticks);

    private void Look(List<PacketInfo> anchors, long[] times)
    {
        int[] keys = [.. Enumerable.Range(0, anchors.Count).Where(i => anchors[i].IsKey)];
        int nextKey = 0;
        for (int i = 1; i < anchors.Count; i++)
        {
            while (nextKey < keys.Length && keys[nextKey] <= i)
            {
                nextKey++;
            }

            if (anchors[i].IsKey || nextKey == 0)
            {
                continue;
            }

            double? usual = Usual(anchors, i);
            if (usual is null)
            {
                continue;
            }

            double key =
                nextKey < keys.Length
                    ? (anchors[keys[nextKey - 1]].Size + (double)anchors[keys[nextKey]].Size) / 2
                    : anchors[keys[nextKey - 1]].Size;
            double overUsual = anchors[i].Size / Math.Max(1.0, usual.Value),
                ofKey = anchors[i].Size / Math.Max(1.0, key);
            if (overUsual >= LeastOverUsual && ofKey >= LeastOfKey)
            {
                int before = Array.BinarySearch(times, anchors[i - 1].Time.Ticks);
                _jumps.Add(new PacketJump(anchors[i].Time with { Ticks = times[before + 1] }, anchors[i].Time, overUsual, ofKey));
            }
        }
    }

    // Median size of the neighbours between key frames; null with fewer than three.
    private static double? Usual(List<PacketInfo> anchors, int index)
    {
        Span<int> around = stackalloc int[2 * Reach];
        int count = 0;
        for (int j = Math.Max(0, index - Reach); j <= Math.Min(anchors.Count - 1, index + Reach); j++)
        {
            if (j != index && !anchors[j].IsKey)
            {
                around[count++] = anchors[j].Size;
            }
        }

        around = around[..count];
        around.Sort();
        return count < 3 ? null : around[count / 2];
    }
}
