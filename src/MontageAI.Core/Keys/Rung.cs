namespace MontageAI.Keys;

/// <summary>What a stored thing can be made by: the rungs of the ladder of analysis, and what is rendered from a plan.</summary>
public enum Rung
{
    /// <summary>L0: facts of containers and streams.</summary>
    Probe,

    /// <summary>L1: key frames, their pictures and what they let suspect.</summary>
    KeyFrames,

    /// <summary>L2: boundaries to the frame, from every frame of a stretch.</summary>
    Boundaries,

    /// <summary>L3: motion, sharpness and brightness in windows and along a clip.</summary>
    Windows,

    /// <summary>Where the subjects of a stretch are.</summary>
    Subjects,

    /// <summary>What a stretch of a finished film shows, for judging.</summary>
    Shown,

    /// <summary>Beats, sections and energy of a song.</summary>
    Music,

    /// <summary>Spoken stretches.</summary>
    Speech,

    /// <summary>What is said, written down.</summary>
    Transcript,

    /// <summary>Loudness of a file.</summary>
    Loudness,

    /// <summary>Sprite sheets.</summary>
    Sprites,

    /// <summary>Proxies of clips.</summary>
    Proxies,

    /// <summary>Rendered shots.</summary>
    Shots,

    /// <summary>The sound of a film.</summary>
    Sound,

    /// <summary>Sound that has a plan of its own: clip sound under speech, ducking.</summary>
    Mix,
}
