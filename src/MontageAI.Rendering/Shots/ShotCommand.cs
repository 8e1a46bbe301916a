using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Requests;
using MontageAI.Time;

namespace MontageAI.Rendering.Shots;

/// <summary>Where decoding of a shot starts.</summary>
internal enum SeekMode
{
    /// <summary>At the last key frame that the container's index gives for the shot's In.</summary>
    Index,

    /// <summary>Ten seconds earlier, for containers whose index is not to be trusted.</summary>
    Early,

    /// <summary>At the file's start.</summary>
    None,
}

/// <summary>The FFmpeg run that renders a group of shots, each from its own input into its own file.</summary>
internal static class ShotCommand
{
    private const double EarlySeconds = 10;

    private static readonly string[] s_left = ["-chroma_sample_location", "left"];

    // FFmpeg seeks 3/23 s early in streams with reordered frames, as if every index were by decoding time. Matroska's is by
    // presentation time, so that a shot on a key frame would start one group too early, at the cost of decoding it. Where a stream
    // has no reordered frames after all, the seek may come too late; the missing frames are noticed and the shot rendered again.
    private const double EarlySeekSeconds = 3.0 / 23;

    // Timestamps right after a seek are guesses here: MPEG program streams give one to every other frame or fewer.
    private static readonly string[] s_withoutIndex = ["mpeg", "mpegvideo", "vob", "m4v", "h264", "hevc", "obu", "dv", "mjpeg"];

    /// <summary>Builds the run. Shot i is written to <paramref name="outputs"/>[i] and reads <paramref name="files"/>[i] beside its
    /// footage.</summary>
    public static ToolCommand Build(
        FFmpegTools tools,
        IReadOnlyList<ShotRequest> jobs,
        IReadOnlyList<string> outputs,
        IReadOnlyList<SideFiles> files,
        FilmFormat format,
        int decoderThreads,
        SeekMode seek,
        HardwareDecoder? decoder = null
    )
    {
        // Timestamps stay those of the stream (-copyts), so that the filter graph can speak in the stream's own PTS.
        List<string> arguments =
        [
            "-y",
            "-progress",
            "pipe:1",
            "-stats_period",
            "0.25",
            "-copyts",
            "-filter_complex_threads",
            "1",
            .. format.Encoder.DeviceArguments,
        ];
        List<string>[] inputs = new List<string>[jobs.Count];
        int count = 0;
        for (int i = 0; i < jobs.Count; i++)
        {
            inputs[i] = [];
            foreach (ShotFeed feed in ShotFeed.Of(jobs[i]))
            {
                arguments.AddRange(Input(feed, format, decoderThreads, seek, decoder));
                inputs[i].Add(string.Create(CultureInfo.InvariantCulture, $"{count++}:{feed.Video.Index}"));
            }
        }

        for (int i = 0; i < jobs.Count; i++)
        {
            arguments.Add("-filter_complex");
            arguments.Add(
                format.Encoder.IsSoftware
                    ? ShotGraph.Of(jobs[i], format, inputs[i], Label("v", i), files[i])
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{ShotGraph.Of(jobs[i], format, inputs[i], Label("g", i), files[i])};[g{i}]split[a{i}][b{i}];"
                            + $"[a{i}]null{format.Encoder.Upload}[v{i}];[b{i}]trim=end_frame=1,{EncodedPicture.Filter}[w{i}]"
                    )
            );
        }

        string timescale = format.Rate.Timescale.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < jobs.Count; i++)
        {
            arguments.AddRange(["-map", string.Create(CultureInfo.InvariantCulture, $"[v{i}]")]);
            arguments.AddRange(format.Encoder.Arguments(format.Profile));
            arguments.AddRange(ChromaPlace(jobs[i]));
            arguments.AddRange([
                "-fps_mode",
                "passthrough",
                "-map_metadata",
                "-1",
                "-fflags",
                "+bitexact",
                "-video_track_timescale",
                timescale,
                "-f",
                "mp4",
                InputFile.Url(outputs[i]),
            ]);
            if (!format.Encoder.IsSoftware)
            {
                arguments.AddRange([
                    "-map",
                    string.Create(CultureInfo.InvariantCulture, $"[w{i}]"),
                    "-frames:v",
                    "1",
                    "-c:v",
                    "rawvideo",
                    "-f",
                    "rawvideo",
                    InputFile.Url(EncodedPicture.PathFor(outputs[i])),
                ]);
            }
        }

        return tools.Command(arguments);
    }

    /// <summary>An input and its options.</summary>
    public static IEnumerable<string> Input(
        ShotFeed feed,
        FilmFormat format,
        int decoderThreads,
        SeekMode seek,
        HardwareDecoder? decoder
    ) => InputFile.Arguments(feed.SourcePath, InputOptions(feed, format, decoderThreads, seek, decoder));

    /// <summary>
    /// Encoder options for sources whose colour samples lie elsewhere than video's: JPEG has them in the middle of four pixels, and the
    /// encoder would write that into its parameter sets, which must be the same for all shots. Empty for all others.
    /// </summary>
    public static IReadOnlyList<string> ChromaPlace(ShotRequest job) => job.IsStill ? s_left : ChromaPlace(job.Video);

    /// <summary>The same for a moving picture.</summary>
    public static IReadOnlyList<string> ChromaPlace(VideoStreamInfo video) => video.Codec == "mjpeg" ? s_left : [];

    private static string Label(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");

    private static List<string> InputOptions(ShotFeed job, FilmFormat format, int decoderThreads, SeekMode seek, HardwareDecoder? decoder)
    {
        List<string> options = ["-threads", decoderThreads.ToString(CultureInfo.InvariantCulture), "-noautorotate"];
        options.AddRange(InputFile.Decoder(job.Video));
        if (job.Video.ChangesSize)
        {
            // The graph's first filter takes pictures of any size. Set up anew, it would forget the frames of its other inputs.
            options.AddRange(["-reinit_filter", "0"]);
        }

        if (job.Clock is not null)
        {
            // Pictures of a proxy are key frames that begin where they are wanted; without deblocking they would show their blocks.
            return options;
        }

        if (format.Profile.SkipLoopFilter)
        {
            options.AddRange(["-skip_loop_filter", "all"]);
        }
        else if (decoder is not null && job.Video.Decoder is null && decoder.Covers(job.Video))
        {
            options.AddRange(decoder.Arguments);
        }

        // The seek is to the key frame at or before In and nothing is cut off there; the filter graph drops what comes before In.
        // FFmpeg takes microseconds and rounds to the stream's ticks, hence rounding up: just below a key frame means the one before.
        if (seek == SeekMode.Index && s_withoutIndex.Contains(job.Container))
        {
            seek = SeekMode.Early;
        }

        double start = job.StartSeconds(format.Rate);
        double seconds = seek switch
        {
            SeekMode.Index => Math.Ceiling(start * 1e6) / 1e6,
            SeekMode.Early => start - EarlySeconds,
            _ => double.NegativeInfinity,
        };
        if (seek == SeekMode.Index && job is { Container: "matroska,webm", Video.Codec: "h264" or "hevc" })
        {
            seconds += EarlySeekSeconds;
        }

        long firstPts = job.Video.StartPts ?? 0;
        if (
            !job.IsStill
            && !ShotFilterGraph.HoldsFirst(job, format.Rate)
            && seconds > Math.Max(0, new MediaTime(firstPts, job.Video.TimeBase).Seconds)
        )
        {
            options.AddRange([
                "-seek_timestamp",
                "1",
                "-noaccurate_seek",
                "-ss",
                seconds.ToString("0.000000", CultureInfo.InvariantCulture),
            ]);
        }

        return options;
    }
}
