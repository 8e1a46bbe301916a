using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// The frames of a source, small, as analysis reads them, while the same decode also writes other outputs. Notes the PTS of each frame.
/// Can be opened once.
/// </summary>
public sealed class SharedFrames(
    FFmpegTools tools,
    MediaInfo info,
    VideoStreamInfo stream,
    int decoderThreads,
    FrameSelection selection,
    IReadOnlyList<(string Filters, IReadOnlyList<string> Output)> others
) : IClipFrameSource
{
    private bool _opened;

    /// <inheritdoc/>
    public MediaInfo Info => info;

    /// <inheritdoc/>
    public VideoStreamInfo Stream => stream;

    /// <summary>PTS of the frames read so far.</summary>
    public List<long> Ticks { get; } = [];

    /// <summary>Whether the last frame was read.</summary>
    public bool Complete { get; private set; }

    /// <summary>What the decoder complained about, once complete; null when it had nothing to say.</summary>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public async Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        if (_opened || request.Selection != selection || request.Step != 1 || request.From is not null || request.Until is not null)
        {
            throw new InvalidOperationException("Frames that are shared with other outputs can be read once, from first to last.");
        }

        _opened = true;
        FrameCommand commands = new(tools, info, stream, request with { DecoderThreads = decoderThreads });
        FFmpegFrameReader reader = new(info.Path, stream, commands, [new WindowRun(commands.Shared(others), [])]);
        await reader.StartAsync().ConfigureAwait(false);
        return new NotingReader(this, reader);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PictureShape>> ListShapesAsync(CancellationToken cancellationToken) =>
        StreamReading.ShapesAsync(tools, info, stream, cancellationToken);

    /// <summary>Reads the frames for their times only: nobody looks at them, so they are as small as they come.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        FrameRequest request = new()
        {
            Selection = selection,
            LongSide = 16,
            Averaged = false,
        };
        IFrameReader reader = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) { }
        }
    }

    private sealed class NotingReader(SharedFrames owner, FFmpegFrameReader inner) : IFrameReader
    {
        public SmallFrame Current => inner.Current;

        public string? Problem => inner.Problem;

        public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
        {
            if (await inner.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                owner.Ticks.Add(inner.Current.Time.Ticks);
                return true;
            }

            owner.Complete = true;
            owner.Problem = inner.Problem;
            return false;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
