using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Motion;

/// <summary>Measures windows of a clip in as few decoder runs as the source needs.</summary>
internal sealed class WindowMeasurement(
    IClipFrameSource source,
    IReadOnlyList<MediaRange> windows,
    IReadOnlyList<MediaTime> seekPoints,
    int decoderThreads
)
{
    // Sharpness needs it; motion is measured at half of it.
    private const int FrameSize = 320;

    private readonly WindowMeter?[] _meters = new WindowMeter?[windows.Count];

    /// <summary>Frames looked at.</summary>
    public int Frames { get; private set; }

    /// <summary>What is asked of a clip.</summary>
    public static FrameRequest Request(IReadOnlyList<MediaRange> windows, IReadOnlyList<MediaTime> seekPoints) =>
        new()
        {
            Selection = FrameSelection.Windows,
            Windows = windows,
            SeekPoints = seekPoints,
            LongSide = FrameSize,
        };

    /// <summary>Decodes and measures.</summary>
    /// <param name="usualSharpness">Median sharpness of the clip; null when unknown.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One per window, in their order.</returns>
    public async Task<IReadOnlyList<MeasuredWindow>> RunAsync(float? usualSharpness, CancellationToken cancellationToken)
    {
        FrameRequest request = Request(windows, seekPoints) with { DecoderThreads = decoderThreads };
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                SmallFrame frame = reader.Current;
                (_meters[frame.Window] ??= new WindowMeter(windows[frame.Window].Start, windows[frame.Window].End, usualSharpness)).Add(
                    frame
                );
                Frames++;
            }
        }

        return [.. windows.Select((w, i) => _meters[i]?.Finish() ?? new MeasuredWindow(w.Start, w.End, null, []))];
    }
}
