namespace MontageAI.Analysis.Music;

/// <summary>What tells the tracker where beats are.</summary>
internal enum BeatSource
{
    /// <summary>Rises of energy in four bands of frequency; bars from features of the beats.</summary>
    Flux,

    /// <summary>The network of <see cref="Learned.LearnedActivation"/>, for beats and bars.</summary>
    Learned,

    /// <summary>Both, averaged; bars from the network.</summary>
    Both,
}
