using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Rendering.Proxies;

/// <summary>
/// Every frame of a source, small, as analysis reads it, while the same decode also writes other outputs. Notes the PTS of each frame.
/// Can be opened once.
/// </summary>
internal sealed class ProxyFrames(
    FFmpegTools tools, MediaInfo info, VideoStreamInfo stream, int decoderThreads, FrameSelection selection, IReadOnlyList<(string Filters, IReadOnlyList<string> Output)> others)
    : IClipFrameSource
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

    private sealed class NotingReader(ProxyFrames owner, FFmpegFrameReader inner) : IFrameReader
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
