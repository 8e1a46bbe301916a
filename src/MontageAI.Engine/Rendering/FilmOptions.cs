using MontageAI.Engine.Encoders;
using MontageAI.Engine.Reporting;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>How a film is made.</summary>
/// <param name="Profile">Name of the profile; null chooses from intent and length.</param>
/// <param name="Fit">How pictures of another shape are put on the canvas; null follows the plan.</param>
/// <param name="Overwrite">Whether an existing film may be replaced.</param>
/// <param name="Streamed">Whether it can be watched while it is made.</param>
internal sealed record FilmOptions(ProfileName? Profile, PictureFit? Fit, bool Overwrite, bool Streamed)
{
    /// <summary>What the film is for; chooses the profile where none is named.</summary>
    public RenderIntent Intent { get; init; } = RenderIntent.Share;

    /// <summary>What lay where the plan goes when the work began; null where nothing did. Who changed it meanwhile wants that to
    /// stay.</summary>
    public FileFacts? PlanBefore { get; init; }

    /// <summary>What encodes, in <see cref="EncoderNames.Words"/>; null leaves the choice to the program.</summary>
    public string? Encoder { get; init; }

    /// <summary>What decodes, in <see cref="DecoderNames.Words"/>; null leaves the choice to the program.</summary>
    public string? Decoder { get; init; }
}

/// <summary>A film that was made.</summary>
/// <param name="Playable">When what could be played.</param>
/// <param name="Stream">Playlist of the stream, or null.</param>
/// <param name="LoudnessLufs">Integrated loudness of the sound; null without sound.</param>
/// <param name="TruePeakDb">True peak of the sound in dBTP; null without sound.</param>
/// <param name="Check">What the check found; null where there is only a stream.</param>
internal sealed record FilmResult(PlayableMoments Playable, string? Stream, double? LoudnessLufs, double? TruePeakDb, CheckSummary? Check)
{
    /// <summary>The plan as it is shown: other footage stands in for what could not be read.</summary>
    public required Timeline Plan { get; init; }

    /// <summary>When which pictures of each shot could be watched; empty where all were rendered before they were shown.</summary>
    public IReadOnlyList<ShownShot> Shown { get; init; } = [];
}
