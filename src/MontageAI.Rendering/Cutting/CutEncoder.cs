using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.Rendering.Cutting;

/// <summary>Builds the FFmpeg runs that encode ranges of a file's frames, exactly these and with their distances, and its sound.</summary>
internal sealed class CutEncoder(FFmpegTools tools, CutSource source)
{
    // Next to the source's own pictures nobody should see a difference.
    private const string H264Quality = "14",
        HevcQuality = "16";

    /// <summary>One run that encodes one or two short stretches so that they can stand beside copied frames: the source's codec, profile
    /// and colours, one key frame, no reordering.</summary>
    /// <param name="stretches">Positions, and the file to write.</param>
    /// <param name="profile">H.264's profile; null for HEVC.</param>
    /// <param name="sets">Number of H.264's parameter sets.</param>
    /// <param name="fromStart">Whether decoding begins at the file's beginning, not at the key frame before.</param>
    public ToolCommand Ends(IReadOnlyList<(int First, int End, string Path)> stretches, string? profile, int sets, bool fromStart)
    {
        string[] codec = profile is not null
            ?
            [
                "-c:v",
                "libx264",
                "-preset",
                "medium",
                "-crf",
                H264Quality,
                "-profile:v",
                profile,
                "-x264-params",
                $"keyint=infinite:scenecut=0:bframes=0:sps-id={sets}",
            ]
            :
            [
                "-c:v",
                "libx265",
                "-preset",
                "medium",
                "-crf",
                HevcQuality,
                "-tag:v",
                "hvc1",
                "-x265-params",
                "keyint=-1:scenecut=0:bframes=0:open-gop=0:pools=none:frame-threads=1:info=0:log-level=error",
            ];
        return Run(stretches, codec, fromStart);
    }

    /// <summary>A run that encodes everything wanted.</summary>
    public ToolCommand Whole(int first, int end, string path, bool fromStart)
    {
        string[] codec =
            source.Video.Codec == "hevc"
                ?
                [
                    "-c:v",
                    "libx265",
                    "-preset",
                    "medium",
                    "-crf",
                    HevcQuality,
                    "-tag:v",
                    "hvc1",
                    "-x265-params",
                    "pools=none:frame-threads=1:info=0:log-level=error",
                ]
                : ["-c:v", "libx264", "-preset", "medium", "-crf", H264Quality];
        return Run([(first, end, path)], codec, fromStart);
    }

    /// <summary>A run that cuts and encodes the sound, to the sample.</summary>
    public ToolCommand Sound(double from, double to, string path)
    {
        // A file that was put into another one began at its own first moment; there that is zero.
        bool kept = source.Original == source.Info || source.IsEncoded;
        double shift = kept ? 0 : source.Original.StartSeconds ?? 0;
        double begin = from - 1 - (kept ? source.Original.StartSeconds ?? 0 : 0);
        string[] seek = begin > 0 ? ["-noaccurate_seek", "-ss", begin.ToString("0.######", CultureInfo.InvariantCulture)] : [];
        return tools.Command([
            "-copyts",
            .. InputFile.Arguments(source.Original.Path, ["-vn", "-sn", "-dn", .. seek]),
            "-map",
            $"0:{source.Original.MainAudio!.Index}",
            "-af",
            string.Create(
                CultureInfo.InvariantCulture,
                $"atrim=start={from + shift:0.######}:end={to + shift:0.######},asetpts=PTS-({from + shift:0.######}/TB),"
                    + $"aresample=async=1:first_pts=0"
            ),
            "-c:a",
            "aac",
            "-b:a",
            "192k",
            "-f",
            "mp4",
            "-y",
            InputFile.Url(path),
        ]);
    }

    /// <summary>A run that encodes the wanted frames of a file whose frames cannot be named beforehand, counting and timing them while they
    /// are decoded.</summary>
    public static ToolCommand Counted(FFmpegTools tools, MediaInfo info, VideoStreamInfo video, CutRequest request, string path)
    {
        double zero = info.StartSeconds ?? 0;
        List<string> range = [];
        Add("start", request.From);
        Add("end", request.To ?? default);
        string frames = request.To is null && request.Frames is { } count ? $",trim=end_frame={count}" : "";
        return tools.Command([
            "-copyts",
            .. InputFile.Arguments(info.Path, "-noautorotate", "-an", "-sn", "-dn"),
            "-map",
            $"0:{video.Index}",
            "-filter:v",
            $"trim={string.Join(':', range)}{frames}{Converted(video)}",
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "-1",
            "-c:v",
            "libx264",
            "-preset",
            "medium",
            "-crf",
            H264Quality,
            "-pix_fmt",
            PixelFormat(video),
            "-threads",
            "1",
            .. Colors(video),
            "-f",
            "mp4",
            "-y",
            InputFile.Url(path),
        ]);

        void Add(string name, CutPoint point)
        {
            if (point.Frame is { } frame)
            {
                range.Add($"{name}_frame={frame}");
            }
            else if (point.Seconds is { } seconds)
            {
                range.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={Math.Max(0, seconds - 0.001) + zero:0.######}"));
            }
        }
    }

    private ToolCommand Run(IReadOnlyList<(int First, int End, string Path)> stretches, string[] codec, bool fromStart)
    {
        List<string> arguments = ["-copyts"];
        foreach ((int first, _, _) in stretches)
        {
            // A little past the key frame, so that rounding to microseconds cannot miss it. The trim filter keeps the range exact.
            double seek = source.DecodeFrom(first) - (source.Info.StartSeconds ?? 0) + 0.0005;
            string[] options =
                seek > 0.5 && !fromStart ? ["-noaccurate_seek", "-ss", seek.ToString("0.######", CultureInfo.InvariantCulture)] : [];
            arguments.AddRange(InputFile.Arguments(source.Info.Path, ["-noautorotate", "-an", "-sn", "-dn", .. options]));
        }

        for (int i = 0; i < stretches.Count; i++)
        {
            (int first, int end, string path) = stretches[i];
            long start = source.TicksAt(first);
            arguments.AddRange([
                "-map",
                $"{i}:{source.Video.Index}",
                "-filter:v",
                $"trim=start_pts={start}:end_pts={source.TicksAt(end)},setpts=PTS-({start}){Converted(source.Video)}",
            ]);
            arguments.AddRange([
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "-1",
                .. codec,
                "-pix_fmt",
                PixelFormat(source.Video),
                "-threads",
                "1",
            ]);
            arguments.AddRange(Colors(source.Video));
            if (source.Video.IsInterlaced)
            {
                arguments.AddRange(["-flags:v", "+ilme+ildct", "-top", source.Video.FieldOrder is "tt" or "tb" ? "1" : "0"]);
            }

            arguments.AddRange([
                "-video_track_timescale",
                source.Track.Timescale.ToString(CultureInfo.InvariantCulture),
                "-f",
                "mp4",
                "-y",
                InputFile.Url(path),
            ]);
        }

        return tools.Command(arguments);
    }

    private static string PixelFormat(VideoStreamInfo video) =>
        video.PixelFormat switch
        {
            _ when IsRgb(video) => "yuv444p",
            "yuv420p" or "yuvj420p" or "yuv422p" or "yuvj422p" or "yuv444p" or "yuvj444p" or "yuv420p10le" or "yuv422p10le" =>
                video.PixelFormat,
            _ => video.BitDepth > 8 ? "yuv420p10le" : "yuv420p",
        };

    // Red, green and blue become luma and two colour differences, each as fine as before: what every player shows.
    private static string Converted(VideoStreamInfo video) => IsRgb(video) ? ",scale=out_color_matrix=bt709:out_range=tv" : "";

    private static bool IsRgb(VideoStreamInfo video) =>
        video.PixelFormat is { } format
        && (
            format.StartsWith("gbr", StringComparison.Ordinal)
            || format.Contains("rgb", StringComparison.Ordinal)
            || format.Contains("bgr", StringComparison.Ordinal)
            || format is "pal8"
        );

    private static List<string> Colors(VideoStreamInfo video)
    {
        List<string> options = [];
        Add("-color_range", IsRgb(video) ? "tv" : video.Color.Range);
        Add("-color_primaries", video.Color.Primaries);
        Add("-color_trc", video.Color.Transfer);
        Add("-colorspace", IsRgb(video) ? "bt709" : video.Color.Matrix);
        return options;

        void Add(string option, string? value)
        {
            if (value is not null)
            {
                options.AddRange([option, value]);
            }
        }
    }
}
