using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Bench.Features;

/// <summary>
/// A clip whose key frames take time but no processor: so long to open, so long per frame, as decoding does. What sharing them out gains
/// then does not depend on what else the machine does. Everything but key frames comes from the real clip.
/// </summary>
internal sealed class WaitingFrames(IClipFrameSource source) : IClipFrameSource
{
    private static readonly TimeSpan s_open = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(20);

    public MediaInfo Info => source.Info;

    public VideoStreamInfo Stream => source.Stream;

    public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) =>
        source.ListPacketsAsync(cancellationToken);

    public async Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        if (request.Selection != FrameSelection.KeyFrames)
        {
            return await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<PacketInfo> packets = await source.ListPacketsAsync(cancellationToken).ConfigureAwait(false) ?? [];
        await Task.Delay(s_open, cancellationToken).ConfigureAwait(false);
        return new Reader([
            .. packets
                .Where(p =>
                    p.IsKey
                    && p.Time.Ticks >= (request.From?.Ticks ?? long.MinValue)
                    && p.Time.Ticks < (request.Until?.Ticks ?? long.MaxValue)
                )
                .Select(p => p.Time)
                .OrderBy(t => t.Ticks),
        ]);
    }

    private sealed class Reader(MediaTime[] times) : IFrameReader
    {
        private int _next;

        public SmallFrame Current { get; } = new(320, 180);

        public string? Problem => null;

        public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
        {
            if (_next == times.Length)
            {
                return false;
            }

            await Task.Delay(s_frame, cancellationToken).ConfigureAwait(false);
            Current.Time = times[_next++];
            return true;
        }

        public ValueTask DisposeAsync() => default;
    }
}
