using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// A clip whose frames somebody else reads from beginning to end; on the way windows are measured, as if they had been decoded by themselves (V4). Windows may
/// overlap.
/// </summary>
/// <param name="source">The clip.</param>
/// <param name="windows">Windows in order of their starts.</param>
/// <param name="usualSharpness">Median sharpness of the clip; null when unknown.</param>
/// <param name="onWindow">Gets each window when its last frame has passed.</param>
internal sealed class WindowsBeside(
    IClipFrameSource source, IReadOnlyList<(MediaTime Start, MediaTime End)> windows, float? usualSharpness, Action<MeasuredWindow> onWindow) : IClipFrameSource
{
    /// <inheritdoc/>
    public MediaInfo Info => source.Info;

    /// <inheritdoc/>
    public VideoStreamInfo Stream => source.Stream;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) => source.ListPacketsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return request.Selection == FrameSelection.All && request.Step == 1 ? new Reader(reader, windows, usualSharpness, onWindow) : reader;
    }

    private sealed class Reader(
        IFrameReader inner, IReadOnlyList<(MediaTime Start, MediaTime End)> windows, float? usualSharpness, Action<MeasuredWindow> onWindow) : IFrameReader
    {
        private readonly List<WindowMeter> _open = [];
        private int _next;

        public SmallFrame Current => inner.Current;

        public string? Problem => inner.Problem;

        public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
        {
            if (!await inner.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                Close(long.MaxValue);
                return false;
            }

            SmallFrame frame = inner.Current;
            Close(frame.Time.Ticks);
            for (; _next < windows.Count && windows[_next].Start.Ticks <= frame.Time.Ticks; _next++)
            {
                if (windows[_next].End.Ticks > frame.Time.Ticks)
                {
                    _open.Add(new WindowMeter(windows[_next].Start, windows[_next].End, usualSharpness));
                }
            }

            foreach (WindowMeter meter in _open)
            {
                meter.Add(frame);
            }

            return true;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private void Close(long ticks)
        {
            foreach (WindowMeter done in _open.Where(m => m.End.Ticks <= ticks))
            {
                onWindow(done.Finish());
            }

            _open.RemoveAll(m => m.End.Ticks <= ticks);
        }
    }
}
