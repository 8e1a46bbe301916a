using MontageAI.Containers.Nut;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// Reads the frames of one or more FFmpeg runs, started one after the other. One picture buffer is used again for every frame.
/// </summary>
internal sealed class FFmpegFrameReader : IFrameReader
{
    private readonly FrameCommand _layout;
    private readonly Queue<WindowRun> _runs;
    private readonly VideoStreamInfo _stream;
    private readonly string _path;
    private ToolProcess? _process;
    private NutReader? _nut;
    private WindowRun? _run;
    private bool _delivered;
    private List<string>? _problems;

    public FFmpegFrameReader(string path, VideoStreamInfo stream, FrameCommand layout, IEnumerable<WindowRun> runs)
    {
        _path = path;
        _stream = stream;
        _layout = layout;
        _runs = new Queue<WindowRun>(runs);
        Current = new SmallFrame(layout.Width, layout.Height);
    }

    /// <inheritdoc/>
    public SmallFrame Current { get; }

    /// <inheritdoc/>
    public string? Problem => _problems is null ? null : string.Join("; ", _problems);

    /// <summary>Starts the first run.</summary>
    public Task StartAsync() => StartNextAsync();

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw new MediaException(
                ErrorCode.ToolFailed,
                _path,
                $"the pictures that FFmpeg sent of it could not be read. {e.Message}",
                "Check that FFmpeg is a whole one, of version 5 or newer.",
                e
            );
        }
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (_nut is { } nut)
        {
            if (await nut.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                NutPacket packet = nut.Packet;
                if (!_run!.Has(packet.Stream) || packet.Size != Current.Pixels.Length)
                {
                    throw new InvalidDataException($"A picture of {Current.Width}x{Current.Height} came with {packet.Size} bytes.");
                }

                if (await nut.ReadPayloadAsync(Current.Pixels, cancellationToken).ConfigureAwait(false))
                {
                    Current.Time = new MediaTime(ToTicks(packet.Time, _stream.TimeBase) - _layout.Offset, _stream.TimeBase);
                    Current.Window = _run.WindowOf(packet.Stream, Current.Time.Ticks);
                    ShapeGround.Settle(Current);
                    _delivered = true;
                    return true;
                }
            }

            await FinishRunAsync(cancellationToken).ConfigureAwait(false);
            await StartNextAsync().ConfigureAwait(false);
        }

        return false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _runs.Clear();
        _nut = null;
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task StartNextAsync()
    {
        if (_runs.TryDequeue(out WindowRun? run))
        {
            _run = run;
            _process = await ToolProcess.StartAsync(run.Command, pipeOutput: true).ConfigureAwait(false);
            _nut = new NutReader(_process.Output);
        }
    }

    private async Task FinishRunAsync(CancellationToken cancellationToken)
    {
        ToolProcess process = _process!;
        _nut = null;
        int status = await process.WaitAsync(cancellationToken).ConfigureAwait(false);
        string errors = process.ErrorTail.Trim();
        _process = null;
        await process.DisposeAsync().ConfigureAwait(false);
        if (status == 0 && errors.Length == 0)
        {
            return;
        }

        FFmpegException failure = new("Reading pictures", process.Command, status, errors);
        if (!_delivered && status != 0)
        {
            throw new MediaException(
                ErrorCode.MediaUnreadable,
                _path,
                $"no picture could be decoded ({failure.Message})",
                "Check that the file plays in a video player; if it does not, copy it again from its source.",
                failure
            );
        }

        string said =
            errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
            ?? $"exit status {status}";
        (_problems ??= []).Add(said);
    }

    /// <summary>The nearest tick of another time base.</summary>
    internal static long ToTicks(MediaTime time, Rational timeBase)
    {
        Int128 numerator = (Int128)time.Ticks * time.TimeBase.Numerator * timeBase.Denominator;
        Int128 denominator = (Int128)time.TimeBase.Denominator * timeBase.Numerator;
        Int128 half = denominator / 2;
        return (long)((numerator + half) / denominator);
    }
}
