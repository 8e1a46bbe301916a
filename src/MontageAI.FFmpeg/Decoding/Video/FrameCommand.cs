using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// Builds the FFmpeg runs that deliver small frames with their PTS as a NUT stream on standard output. Timestamps are moved by a
/// whole number of ticks (<see cref="Offset"/>), since NUT knows none below zero, and are otherwise the stream's own.
/// </summary>
internal sealed class FrameCommand
{
    private readonly FFmpegTools _tools;
    private readonly MediaInfo _info;
    private readonly VideoStreamInfo _stream;
    private readonly FrameRequest _request;

    public FrameCommand(FFmpegTools tools, MediaInfo info, VideoStreamInfo stream, FrameRequest request)
    {
        _tools = tools;
        _info = info;
        _stream = stream;
        _request = request;
        (Width, Height) = SmallSize(stream, request.LongSide);
        Offset = MediaTime.FromSeconds(3600, stream.TimeBase).Ticks;
    }

    /// <summary>Width of the delivered pictures, upright.</summary>
    public int Width { get; }

    /// <summary>Height of the delivered pictures, upright.</summary>
    public int Height { get; }

    /// <summary>Ticks that every timestamp is raised by.</summary>
    public long Offset { get; }

    /// <summary>The run for a request without windows.</summary>
    public ToolCommand Whole()
    {
        bool keys = _request.Selection == FrameSelection.KeyFrames;
        string range = (_request.From, _request.Until) switch
        {
            (null, null) => "",
            ({ } from, null) => $"trim=start_pts={Ticks(from)},",
            (null, { } until) => $"trim=end_pts={Ticks(until)},",
            ({ } from, { } until) => $"trim=start_pts={Ticks(from)}:end_pts={Ticks(until)},",
        };
        return _tools.Command([
            "-copyts",
            .. Input(keys, _request.From),
            "-map",
            $"0:{_stream.Index}",
            "-filter:v",
            range + Filters(),
            .. Output(),
        ]);
    }

    /// <summary>The run for a request without windows and range, with further outputs made from the same decode.</summary>
    /// <param name="others">Filters from decoded pictures, and the options of the output that follows them, its name last.</param>
    public ToolCommand Shared(IReadOnlyList<(string Filters, IReadOnlyList<string> Output)> others)
    {
        StringBuilder graph = new();
        graph.Append(CultureInfo.InvariantCulture, $"[0:{_stream.Index}]{Selected()}split={others.Count + 1}[whole]");
        graph.Append(string.Concat(Enumerable.Range(0, others.Count).Select(i => $"[copy{i}]")));
        graph.Append(CultureInfo.InvariantCulture, $";[whole]{Drawn()}[small]");
        for (int i = 0; i < others.Count; i++)
        {
            graph.Append(CultureInfo.InvariantCulture, $";[copy{i}]{others[i].Filters}[other{i}]");
        }

        // A graph of several outputs has no one input whose time base "-1" could mean.
        List<string> arguments =
        [
            "-y",
            "-copyts",
            "-filter_complex_threads",
            "1",
            .. Input(_request.Selection == FrameSelection.KeyFrames, null),
        ];
        arguments.AddRange([
            "-filter_complex",
            graph.ToString(),
            "-map",
            "[small]",
            .. Output($"{_stream.TimeBase.Numerator}:{_stream.TimeBase.Denominator}"),
        ]);
        for (int i = 0; i < others.Count; i++)
        {
            arguments.AddRange(["-map", $"[other{i}]", .. others[i].Output]);
        }

        return _tools.Command(arguments);
    }

    /// <summary>The run for some groups of windows; each group is one stream of the output and is decoded in one go.</summary>
    /// <param name="groups">In order, without overlap.</param>
    public ToolCommand Windows(IReadOnlyList<FrameStream> groups) => Together(_tools, [.. groups.Select(g => (this, g))]);

    /// <summary>The stream for a request for key frames of the whole.</summary>
    public FrameStream KeyFrames() => new([.. Input(keyFramesOnly: true, null)], Filters(), []);

    /// <summary>The stream for a group of windows that are decoded in one go.</summary>
    /// <param name="request">The request.</param>
    /// <param name="group">Indices of the windows, in order.</param>
    public FrameStream Group(FrameRequest request, IReadOnlyList<int> group)
    {
        MediaRange[] windows = [.. group.Select(i => request.Windows[i])];
        return new FrameStream(
            [.. Input(keyFramesOnly: false, windows[0].Start)],
            Within(windows) + Filters(),
            [.. group.Select(i => (i, request.Windows[i].Start.Ticks, request.Windows[i].End.Ticks))]
        );
    }

    /// <summary>One run for streams of several clips.</summary>
    public static ToolCommand Together(FFmpegTools tools, IReadOnlyList<(FrameCommand Clip, FrameStream Stream)> streams)
    {
        List<string> arguments = ["-copyts", .. streams.SelectMany(s => s.Stream.Input)];
        for (int i = 0; i < streams.Count; i++)
        {
            arguments.AddRange(["-map", $"{i}:{streams[i].Clip._stream.Index}"]);
        }

        for (int i = 0; i < streams.Count; i++)
        {
            arguments.AddRange([$"-filter:v:{i}", streams[i].Stream.Filter]);
        }

        // Streams that are further behind must not hold back the others' frames.
        return tools.Command([.. arguments, "-max_interleave_delta", "1", .. Output()]);
    }

    /// <summary>
    /// Size of a small picture: display shape, the longer side as asked for, the shorter one at least 16 and both even.
    /// </summary>
    private static (int Width, int Height) SmallSize(VideoStreamInfo stream, int longSide)
    {
        double aspect = (double)Math.Max(1, stream.DisplayWidth) / Math.Max(1, stream.DisplayHeight);
        int side = Math.Clamp(longSide, 16, 4096) / 2 * 2;
        int other = Math.Max(16, (int)Math.Round(side * Math.Min(aspect, 1 / aspect) / 2) * 2);
        return aspect >= 1 ? (side, other) : (other, side);
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private IEnumerable<string> Input(bool keyFramesOnly, MediaTime? from)
    {
        List<string> options =
        [
            "-noautorotate",
            "-an",
            "-sn",
            "-dn",
            "-threads",
            _request.DecoderThreads.ToString(CultureInfo.InvariantCulture),
            "-skip_loop_filter",
            "all",
        ];
        options.AddRange(InputFile.Decoder(_stream));
        if (keyFramesOnly)
        {
            options.AddRange(KeyFrameScan.InputOptions(_info, _stream));
        }

        if (from is { } start)
        {
            // Half a millisecond past the moment, so that rounding to microseconds cannot make a seek miss a key frame that lies exactly on
            // it. The trim filter keeps the range exact. Near the beginning nothing is gained, and containers with a poor index (AVI) seek
            // past the first key frame.
            double seconds = start.Seconds - (_info.StartSeconds ?? 0) + 0.0005;
            if (seconds > 0.5)
            {
                options.AddRange(["-noaccurate_seek", "-ss", Number(seconds)]);
            }
        }

        return InputFile.Arguments(_info.Path, options);
    }

    private string Within(MediaRange[] windows)
    {
        string range = $"trim=start_pts={Ticks(windows[0].Start)}:end_pts={Ticks(windows[^1].End)},";
        return windows.Length == 1
            ? range
            : range + $"select='{string.Join('+', windows.Select(w => $"between(pts,{Ticks(w.Start)},{Ticks(w.End) - 1})"))}',";
    }

    private string Filters() => Selected() + Drawn();

    private string Selected()
    {
        string keys = _request.Selection == FrameSelection.KeyFrames ? "select=key," : "";
        string step = _request.Step > 1 ? $"select='not(mod(n,{_request.Step}))'," : "";
        return keys + step;
    }

    private string Drawn()
    {
        // Turning comes after scaling, where it costs next to nothing.
        (int width, int height) = _stream.Turn.IsSideways ? (Height, Width) : (Width, Height);
        string scaler = _request.Averaged ? "area" : "fast_bilinear";
        string turn = TurnFilter.Of(_stream);
        if (_info.IsStill)
        {
            return $"scale={width}:{height}:flags={scaler}:out_range=tv,format=yuv420p{turn},setpts=PTS+{Offset}";
        }

        // A picture of another size than the container states keeps its own shape, on a ground that tells of it. Filters are set up anew
        // where the size changes; expressions then see the new one.
        string usual = $"eq(iw,{_stream.Width})*eq(ih,{_stream.Height})";
        (int most, int highest) = (Math.Max(2, width - (2 * ShapeGround.Margin)), Math.Max(2, height - (2 * ShapeGround.Margin)));
        string size =
            $"w='if({usual},{width},max(2,2*trunc(min({most},{highest}*dar)/2)))'"
            + $":h='if({usual},{height},max(2,2*trunc(min({highest},{most}/dar)/2)))'";
        return $"scale={size}:flags={scaler}:out_range=tv,format=yuv420p,"
            + $"pad={width}:{height}:2*trunc((ow-iw)/4):2*trunc((oh-ih)/4):color={ShapeGround.Color}{turn},setpts=PTS+{Offset}";
    }

    private static string[] Output(string timeBase = "-1") =>
        ["-c:v", "rawvideo", "-fps_mode", "passthrough", "-enc_time_base", timeBase, "-flush_packets", "1", "-f", "nut", "pipe:1"];

    private long Ticks(MediaTime time) =>
        time.TimeBase == _stream.TimeBase ? time.Ticks : MediaTime.FromSeconds(time.Seconds, _stream.TimeBase).Ticks;
}
