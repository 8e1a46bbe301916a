using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Engine.Resources;

/// <summary>
/// The frames of a clip, as its source delivers them, with later ranges of a long clip decoded ahead by whoever is idle: whenever the
/// budget has a free core, it takes the next range that nobody works on. What comes out is the same, in the same order, however many help.
/// Ranges begin at key frames that the container lists; clips whose container lists none, short ones, and for all frames those with open
/// groups of pictures are read as ever.
/// </summary>
/// <param name="source">The clip.</param>
/// <param name="budget">Whose idle cores are taken. The caller holds one of them already.</param>
internal sealed class RangedFrames(IClipFrameSource source, JobShare budget) : IClipFrameSource
{
    // Frames of a range wait in memory until they are asked for: so many bytes of them at most.
    private const long RangeBytes = 12 << 20;

    // A range must be worth the start of a process, about 0.1 s of a core: so many key frames, or so many seconds of all frames.
    private const int LeastKeyFrames = 32;
    private const double LeastSeconds = 8;

    /// <inheritdoc/>
    public MediaInfo Info => source.Info;

    /// <inheritdoc/>
    public VideoStreamInfo Stream => source.Stream;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) =>
        source.ListPacketsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>?> CollectTimesAsync(CancellationToken cancellationToken) => source.CollectTimesAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PictureShape>> ListShapesAsync(CancellationToken cancellationToken) =>
        source.ListShapesAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (
            budget.Cores > 1
            && request.Selection != FrameSelection.Windows
            && request.Step == 1
            && request.Until is null
            && await source.ListPacketsAsync(cancellationToken).ConfigureAwait(false) is { } packets
        )
        {
            List<FrameRequest> ranges = Split(request, packets);
            if (ranges.Count > 1)
            {
                RangedReader reader = new(source, ranges, budget);
                await reader.StartAsync(cancellationToken).ConfigureAwait(false);
                return reader;
            }
        }

        return await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private List<FrameRequest> Split(FrameRequest request, IReadOnlyList<PacketInfo> packets)
    {
        bool onlyKeys = request.Selection == FrameSelection.KeyFrames;
        MediaTime[] keys =
        [
            .. Starts(packets, onlyKeys).Where(t => t.Ticks >= (request.From?.Ticks ?? long.MinValue)).OrderBy(t => t.Ticks),
        ];
        long frameBytes =
            (long)request.LongSide
            * request.LongSide
            * 3
            / 2
            * Math.Min(Stream.DisplayWidth, Stream.DisplayHeight)
            / Math.Max(1, Math.Max(Stream.DisplayWidth, Stream.DisplayHeight));
        long most = Math.Max(1, RangeBytes / Math.Max(1, frameBytes));
        double pace = packets.Count / Math.Max(1e-3, packets.Max(p => p.Time.Seconds) - packets.Min(p => p.Time.Seconds));
        List<FrameRequest> ranges = [];
        int first = 0;
        for (int i = 1; i < keys.Length; i++)
        {
            double seconds = keys[i].Seconds - keys[first].Seconds;
            bool full = onlyKeys
                ? i - first >= Math.Clamp(keys.Length / (4 * budget.Cores), LeastKeyFrames, most)
                : seconds >= Math.Max(LeastSeconds, 0.8 * most / pace);
            bool worth = onlyKeys ? keys.Length - i >= LeastKeyFrames / 2 : keys[^1].Seconds - keys[i].Seconds >= LeastSeconds / 2;
            if (full && worth)
            {
                ranges.Add(request with { From = first == 0 ? request.From : keys[first], Until = keys[i] });
                first = i;
            }
        }

        ranges.Add(request with { From = first == 0 ? request.From : keys[first] });
        return ranges;
    }

    // Key frames at which a decoder may start without missing anything: for all frames those that no later packet is shown before (closed
    // groups).
    private static IEnumerable<MediaTime> Starts(IReadOnlyList<PacketInfo> packets, bool onlyKeys)
    {
        long least = long.MaxValue;
        for (int i = packets.Count - 1; i >= 0; i--)
        {
            if (packets[i].IsKey && (onlyKeys || packets[i].Time.Ticks < least))
            {
                yield return packets[i].Time;
            }

            least = Math.Min(least, packets[i].Time.Ticks);
        }
    }
}
