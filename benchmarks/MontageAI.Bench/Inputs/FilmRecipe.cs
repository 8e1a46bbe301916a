namespace MontageAI.Bench.Inputs;

/// <summary>A stretch of a real clip, frame for frame, from its first frame on.</summary>
/// <param name="Source">File name below the media folder's video/.</param>
/// <param name="Frames">Frames taken, 2 or more; null takes all of an annotated clip.</param>
/// <param name="Joint">How it follows on the piece before: null for a hard cut, else a name of FFmpeg's xfade filter.</param>
/// <param name="JointFrames">Frames that the joint lasts, 2 or more; without meaning for a hard cut.</param>
/// <param name="From">Frames left out at its start.</param>
internal sealed record FilmPiece(string Source, int? Frames = null, string? Joint = null, int JointFrames = 0, int From = 0);

/// <summary>A film put together from pieces, played at 25 frames per second.</summary>
/// <param name="Name">File name.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Codec">Encoder and its options.</param>
/// <param name="Pieces">In order.</param>
/// <param name="Sound">Whether it gets a sound track, as most films have.</param>
internal sealed record FilmRecipe(
    string Name,
    int Width,
    int Height,
    IReadOnlyList<string> Codec,
    IReadOnlyList<FilmPiece> Pieces,
    bool Sound = false
);

/// <summary>A stretch of frames that belongs to no shot.</summary>
/// <param name="First">First frame that shows anything of it.</param>
/// <param name="End">First frame after it.</param>
/// <param name="Kind">"dissolve", or "fade" where the picture goes through black or white or comes from there.</param>
internal sealed record GradualTruth(int First, int End, string Kind);

/// <summary>What is true of a clip: cuts in seconds of its own clock, and gradual transitions by frame.</summary>
/// <param name="Cuts">First frames of new shots in seconds, ascending; null where nobody looked.</param>
/// <param name="Gradual">In order.</param>
internal sealed record ShotTruth(IReadOnlyList<double>? Cuts, IReadOnlyList<GradualTruth> Gradual);

/// <summary>A film and its truth.</summary>
internal sealed record Film(string Path, FilmRecipe Recipe, ShotTruth Truth);
