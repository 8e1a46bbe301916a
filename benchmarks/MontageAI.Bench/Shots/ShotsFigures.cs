namespace MontageAI.Bench.Shots;

/// <summary>What a piece of work took.</summary>
/// <param name="Wall">Seconds that passed.</param>
/// <param name="Cpu">Seconds of processor time, children included: what counts on a busy machine.</param>
internal readonly record struct Cost(double Wall, double Cpu)
{
    /// <summary>Median of several, each figure by itself.</summary>
    public static Cost Median(IReadOnlyList<Cost> runs) =>
        new(runs.Select(r => r.Wall).Order().ElementAt(runs.Count / 2), runs.Select(r => r.Cpu).Order().ElementAt(runs.Count / 2));
}

/// <summary>Speed on one film; all runs interleaved, medians.</summary>
/// <param name="Film">File name.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="FullDecode">One full decode by FFmpeg on all cores.</param>
/// <param name="KeyFrames">Our key-frame mode in this process: probe, scan, refinement.</param>
/// <param name="Program">The same through the program, start and empty store included; null when it was not built.</param>
/// <param name="Content">PySceneDetect's content detector without its imports; null where it is not there.</param>
/// <param name="Adaptive">Its adaptive detector.</param>
/// <param name="Score">Cuts of key-frame mode, within one frame.</param>
/// <param name="FramesDecoded">Frames that key-frame mode looked at.</param>
internal sealed record FilmSpeed(
    string Film,
    double Seconds,
    Cost FullDecode,
    Cost KeyFrames,
    Cost? Program,
    Cost? Content,
    Cost? Adaptive,
    CutScore Score,
    long FramesDecoded
)
{
    /// <summary>Cuts of PySceneDetect's content detector; null where it is not there.</summary>
    public CutScore? ContentScore { get; init; }

    /// <summary>Cuts of its adaptive detector.</summary>
    public CutScore? AdaptiveScore { get; init; }
}

/// <summary>Cuts that an encoder with a fixed key-frame distance did not mark.</summary>
/// <param name="Encoding">File name.</param>
/// <param name="KeyFrames">Key-frame mode, within one frame.</param>
/// <param name="PlanningParted">Cuts at which a planning scan parts the film.</param>
/// <param name="PlanningShown">Cuts that a montage made with that scan may run over.</param>
/// <param name="Frames">Frames of the film.</param>
/// <param name="DecodedKeyFrames">Frames that key-frame mode looked at.</param>
/// <param name="DecodedPlanning">Frames that the planning scan looked at.</param>
internal sealed record HiddenCuts(
    string Encoding,
    CutScore KeyFrames,
    int PlanningParted,
    int PlanningShown,
    int Frames,
    long DecodedKeyFrames,
    long DecodedPlanning
);

/// <summary>What <see cref="ShotsBench"/> measured.</summary>
internal sealed record ShotsFigures
{
    /// <summary>Exact mode on the annotated clips and single takes, hard cuts within 1 frame.</summary>
    public required CutScore Exact { get; init; }

    /// <summary>Key-frame mode on the same.</summary>
    public required CutScore KeyFrames { get; init; }

    /// <summary>Planning scans on the same; only its recall means something.</summary>
    public required CutScore Planning { get; init; }

    /// <summary>PySceneDetect's content detector on the same; null where it is not there.</summary>
    public CutScore? Content { get; init; }

    /// <summary>PySceneDetect's adaptive detector on the same.</summary>
    public CutScore? Adaptive { get; init; }

    /// <summary>Version of PySceneDetect and OpenCV, or null.</summary>
    public string? Peer { get; init; }

    /// <summary>Fades and dissolves of the annotated clips, exact mode.</summary>
    public required GradualScore GradualAnnotated { get; init; }

    /// <summary>Fades and dissolves of made films, exact mode; per film.</summary>
    public IReadOnlyList<(string Film, GradualScore Exact, GradualScore KeyFrames, int CutsInvented)> GradualMade { get; init; } = [];

    /// <summary>Fixed key-frame distances.</summary>
    public IReadOnlyList<HiddenCuts> Hidden { get; init; } = [];

    /// <summary>Peak memory in key-frame mode per length of film: the program's and its largest child's, and wall seconds.</summary>
    public IReadOnlyList<(int Seconds, long OwnMiB, long ChildMiB, double Wall)> Memory { get; init; } = [];

    /// <summary>Speed per film.</summary>
    public IReadOnlyList<FilmSpeed> Speed { get; init; } = [];
}
