using MontageAI.Media;

namespace MontageAI.Engine.Analysing;

/// <summary>The frames of a clip as its source delivers them; tells how many seconds of the clip are seen, whenever another
/// is.</summary>
/// <param name="source">The clip.</param>
/// <param name="seen">Gets the whole seconds that lie behind.</param>
internal sealed class WatchedFrames(IClipFrameSource source, Action<long> seen) : IClipFrameSource
{
    /// <inheritdoc/>
    public MediaInfo Info => source.Info;

    /// <inheritdoc/>
    public VideoStreamInfo Stream => source.Stream;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) =>
        source.ListPacketsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken) =>
        new Reader(await source.OpenAsync(request, cancellationToken).ConfigureAwait(false), seen);

    private sealed class Reader(IFrameReader reader, Action<long> seen) : IFrameReader
    {
        private double _first = double.NaN;
        private long _told;

        public SmallFrame Current => reader.Current;

        public string? Problem => reader.Problem;

        public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            double now = reader.Current.Time.Seconds;
            _first = double.IsNaN(_first) ? now : _first;
            if ((long)(now - _first) > _told)
            {
                _told = (long)(now - _first);
                seen(_told);
            }

            return true;
        }

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
