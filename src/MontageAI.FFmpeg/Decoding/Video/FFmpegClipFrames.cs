using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>Small frames of a clip, decoded by FFmpeg: one process for a whole stream, or one for several windows.</summary>
public sealed class FFmpegClipFrames : IClipFrameSource
{
    // Every group of windows of a run keeps a decoder open. So many source pixels are decoded side by side at most.
    internal const long PixelsPerRun = 24_000_000;
    internal const int StreamsPerRun = 12;

    private readonly FFmpegTools _tools;

    /// <summary>Creates the source; starts nothing.</summary>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="info">The probed file.</param>
    /// <param name="stream">The stream to read, or null for <see cref="MediaInfo.MainVideo"/>.</param>
    /// <exception cref="MediaException">The file has no moving picture.</exception>
    public FFmpegClipFrames(FFmpegTools tools, MediaInfo info, VideoStreamInfo? stream = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        _tools = tools;
        Info = info;
        Stream =
            stream
            ?? info.MainVideo
            ?? throw new MediaException(
                ErrorCode.NoPicture,
                info.Path,
                "it holds no moving picture.",
                "Leave it out, or use it as the song if it holds one."
            );
    }

    /// <inheritdoc/>
    public MediaInfo Info { get; }

    /// <inheritdoc/>
    public VideoStreamInfo Stream { get; }

    /// <inheritdoc/>
    public async Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        FrameCommand commands = new(_tools, Info, Stream, request);
        FFmpegFrameReader reader = new(Info.Path, Stream, commands, Runs(commands, request));
        await reader.StartAsync().ConfigureAwait(false);
        return reader;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) =>
        PacketList.ReadAsync(Info, Stream, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>?> CollectTimesAsync(CancellationToken cancellationToken) =>
        StreamReading.TimesAsync(_tools, Info, Stream, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PictureShape>> ListShapesAsync(CancellationToken cancellationToken) =>
        StreamReading.ShapesAsync(_tools, Info, Stream, cancellationToken);

    private IEnumerable<WindowRun> Runs(FrameCommand commands, FrameRequest request)
    {
        if (request.Selection != FrameSelection.Windows)
        {
            return [new WindowRun(commands.Whole(), [])];
        }

        for (int i = 0; i < request.Windows.Count; i++)
        {
            MediaRange window = request.Windows[i];
            if (
                window.IsEmpty
                || (i > 0 && window.Start.Ticks < request.Windows[i - 1].End.Ticks)
                || window.Start.TimeBase != Stream.TimeBase
                || window.End.TimeBase != Stream.TimeBase
            )
            {
                throw new ArgumentException(
                    "Windows must be on the stream's time base, in ascending order, not empty, and must not overlap.",
                    nameof(request)
                );
            }
        }

        int streams = (int)Math.Clamp(PixelsPerRun / Math.Max(1, (long)Stream.Width * Stream.Height), 1, StreamsPerRun);
        return WindowRun.Split(commands, request, streams);
    }
}
