using MontageAI.Analysis.Clips.Shots;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Bench.Shots;

/// <summary>Runs the modes of shot detection and turns their results into what is scored.</summary>
internal static class ShotRuns
{
    /// <summary>The options of planning scans.</summary>
    public static ClipScanOptions Planning { get; } = new() { ForPlanning = true, RefinementSeconds = 10 };

    /// <summary>Opens a clip.</summary>
    public static async Task<FFmpegClipFrames> OpenAsync(FFmpegTools tools, string path)
    {
        MediaInfo info = await new MediaProbe(tools).ProbeAsync(path, default).ConfigureAwait(false);
        // The cuts of the clip with two pictures are annotated in its first stream.
        VideoStreamInfo? stream = path.EndsWith("nasa_two_streams.mp4", StringComparison.Ordinal) ? info.Video[0] : null;
        return new FFmpegClipFrames(tools, info, stream);
    }

    /// <summary>Hard cuts in seconds.</summary>
    public static IEnumerable<double> Cuts(ClipAnalysis analysis) =>
        analysis.Shots.Shots.Where(s => s.StartKind == BoundaryKind.Cut).Select(s => s.Start.Seconds);

    /// <summary>How many cuts lie where one shot ends and the next begins; with frames predicted from both sides a planning scan leaves out
    /// some in between.</summary>
    public static int Parted(ClipAnalysis analysis, IEnumerable<double> cuts, double reach)
    {
        IReadOnlyList<Shot> shots = analysis.Shots.Shots;
        return cuts.Count(c => shots.Zip(shots.Skip(1)).Any(p => c >= p.First.End.Seconds - reach && c <= p.Second.Start.Seconds + reach));
    }

    /// <summary>How many cuts a montage may run over: they lie inside a shot, not within its last two frames, and in no rejected
    /// stretch.</summary>
    public static int Shown(ClipAnalysis analysis, IEnumerable<double> cuts, double frame) =>
        cuts.Count(c =>
            analysis.Shots.Shots.Any(s => c > s.Start.Seconds + (0.05 * frame) && c < s.End.Seconds - (2 * frame))
            && !analysis.Rejected.Any(r => c > r.Start.Seconds && c <= r.End.Seconds + (0.05 * frame))
        );

    /// <summary>Duration of a frame in seconds.</summary>
    public static double Frame(IClipFrameSource source) => 1 / (source.Stream.AverageRate?.Value ?? 25);

    /// <summary>When the stream begins, in seconds of its own clock.</summary>
    public static double Start(IClipFrameSource source) =>
        source.Stream.StartPts is { } pts ? new MediaTime(pts, source.Stream.TimeBase).Seconds : 0;

    /// <summary>True fades and dissolves in seconds, with 2 frames to either side.</summary>
    public static IReadOnlyList<(double Start, double End)> Free(IClipFrameSource source, ShotTruth truth) =>
        [.. truth.Gradual.Select(g => (Start(source) + ((g.First - 2) * Frame(source)), Start(source) + ((g.End + 2) * Frame(source))))];

    /// <summary>Fades and dissolves by frame.</summary>
    public static IReadOnlyList<GradualTruth> Gradual(IClipFrameSource source, ClipAnalysis analysis)
    {
        double frame = Frame(source);
        IReadOnlyList<Shot> shots = analysis.Shots.Shots;
        List<GradualTruth> found = [];
        void Add(long? first, long? end, double start, double stop, BoundaryKind kind)
        {
            double origin = analysis.FirstFrame.Seconds;
            found.Add(
                new GradualTruth(
                    (int)(first ?? (long)Math.Round((start - origin) / frame)),
                    (int)(end ?? (long)Math.Round((stop - origin) / frame)),
                    kind == BoundaryKind.Fade ? "fade" : "dissolve"
                )
            );
        }

        if (shots.Count > 0 && shots[0].StartKind is BoundaryKind.Fade or BoundaryKind.Dissolve)
        {
            Add(0, shots[0].StartFrame, analysis.FirstFrame.Seconds, shots[0].Start.Seconds, shots[0].StartKind);
        }

        for (int i = 0; i + 1 < shots.Count; i++)
        {
            if (shots[i].EndKind is BoundaryKind.Fade or BoundaryKind.Dissolve)
            {
                Add(shots[i].EndFrame, shots[i + 1].StartFrame, shots[i].End.Seconds, shots[i + 1].Start.Seconds, shots[i].EndKind);
            }
        }

        if (shots.Count > 0 && shots[^1].EndKind is BoundaryKind.Fade or BoundaryKind.Dissolve)
        {
            Add(shots[^1].EndFrame, null, shots[^1].End.Seconds, analysis.End.Seconds, shots[^1].EndKind);
        }

        return found;
    }
}
