namespace MontageAI.Analysis.Music;

/// <summary>Constants of the beat tracker, chosen by runs of <c>montage-bench beats</c>.</summary>
internal sealed record TrackerTuning
{
    // Conditional logistic regression (L2 10) over the readings of the validation tracks at five speeds (0.87 to 1.15) and of 200 made
    // excerpts: which reading has the largest F-measure. In the order of ReadingFeatures.Of.
    private static readonly double[] s_levelsFlux =
    [
        0.059,
        0.44,
        -0.83,
        5.27,
        2.67,
        0.152,
        -0.52,
        2.95,
        1.28,
        1.61,
        0.78,
        0.001,
        0.40,
        -2.26,
        2.83,
    ];
    private static readonly double[] s_levelsLearned =
    [
        0.040,
        0.31,
        -0.30,
        1.97,
        0.29,
        0.28,
        -0.68,
        1.63,
        1.81,
        0.90,
        1.37,
        0.064,
        0.77,
        -1.56,
        -0.004,
    ];
    private static readonly double[] s_levelsBoth =
    [
        0.072,
        0.34,
        -0.30,
        3.55,
        0.55,
        -0.43,
        -0.63,
        1.59,
        1.73,
        0.86,
        1.30,
        0.122,
        0.87,
        -1.69,
        1.62,
    ];

    /// <summary>Where beats are taken from.</summary>
    public BeatSource Source { get; init; } = BeatSource.Both;

    /// <summary>Share of the flux where both sources are taken, 0 to 1.</summary>
    public double FluxShare { get; init; } = 0.5;

    /// <summary>Span of the local mean that is taken from each group's flux, in seconds.</summary>
    public double LocalMeanSeconds { get; init; } = 1.0;

    /// <summary>Weights of the four groups, bass first.</summary>
    public IReadOnlyList<double> GroupWeights { get; init; } = [1, 1, 1, 1];

    /// <summary>Span over which the level is measured that an onset is compared with, in seconds.</summary>
    public double LevelSeconds { get; init; } = 8;

    /// <summary>Share of the local level against the whole track's, 0 to 1.</summary>
    public double LocalLevel { get; init; } = 0.5;

    /// <summary>Activation is 1/2 where the summed flux is this many times the level.</summary>
    public double Knee { get; init; } = 2;

    /// <summary>Slowest tempo in beats per minute.</summary>
    public double MinBpm { get; init; } = 55;

    /// <summary>Fastest tempo in beats per minute.</summary>
    public double MaxBpm { get; init; } = 215;

    /// <summary>Cost of a change of tempo from beat to beat: lambda in exp(-lambda |k/k' - 1|).</summary>
    public double TransitionLambda { get; init; } = 200;

    /// <summary>A beat takes 1/this of its interval in the observation model.</summary>
    public double ObservationLambda { get; init; } = 16;

    /// <summary>Centre of the tempo prior in beats per minute.</summary>
    public double PriorBpm { get; init; } = 120;

    /// <summary>Width of the prior in octaves.</summary>
    public double PriorOctaves { get; init; } = 1;

    /// <summary>Weight of the prior: nats per second at one width off the centre, times two.</summary>
    public double PriorWeight { get; init; } = 0.1;

    /// <summary>Weight of the share of downbeats among beats against that of beats at all, 1 as the model has it.</summary>
    public double DownbeatWeight { get; init; } = 0.5;

    /// <summary>Least and, from 1, largest share of downbeats that is believed of one frame.</summary>
    public double DownbeatFloor { get; init; } = 0.02;

    /// <summary>Cost in nats of a bar that is cut short or of a change of metre.</summary>
    public double SlipCost { get; init; } = 20;

    /// <summary>Cost in nats of a track in bars of three: most songs are in four.</summary>
    public double TripleCost { get; init; } = 4;

    /// <summary>Log odds of a reading per feature of <see cref="ReadingFeatures"/>.</summary>
    public IReadOnlyList<double> LevelWeights { get; init; } = s_levelsBoth;

    /// <summary>Constants for one source of beats.</summary>
    public static TrackerTuning Of(BeatSource source) =>
        new()
        {
            Source = source,
            LevelWeights = source switch
            {
                BeatSource.Flux => s_levelsFlux,
                BeatSource.Learned => s_levelsLearned,
                _ => s_levelsBoth,
            },
        };

    /// <summary>The same, for the tempo range that the options allow.</summary>
    public TrackerTuning For(MusicOptions options) =>
        options.KnownBpm is { } bpm
            ? this with
            {
                MinBpm = bpm / 1.03,
                MaxBpm = bpm * 1.03,
            }
            : this with
            {
                MinBpm = options.MinBpm,
                MaxBpm = options.MaxBpm,
            };
}
