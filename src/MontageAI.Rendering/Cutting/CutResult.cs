namespace MontageAI.Rendering.Cutting;

/// <summary>A piece that was taken out of a file.</summary>
/// <param name="Path">The file written.</param>
/// <param name="Method">"copy" (every frame as it was), "smart cut" (some frames encoded anew), or "encode" (all of them).</param>
/// <param name="Frames">Frames in it.</param>
/// <param name="CopiedFrames">Frames that are the source's, bit by bit.</param>
/// <param name="EncodedFrames">Frames encoded anew.</param>
/// <param name="StartSeconds">Moment of its first frame in the source.</param>
/// <param name="DurationSeconds">How long it lasts.</param>
/// <param name="Sound">"copy", "encode", or null where there is none.</param>
/// <param name="Notes">What a user may want to know, for example why something was encoded.</param>
/// <param name="SizeBytes">Size of the file.</param>
public sealed record CutResult(
    string Path,
    string Method,
    long Frames,
    long CopiedFrames,
    long EncodedFrames,
    double StartSeconds,
    double DurationSeconds,
    string? Sound,
    IReadOnlyList<string> Notes,
    long SizeBytes
);
