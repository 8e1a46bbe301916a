namespace MontageAI.Editing.Captions;

/// <summary>A cue of a subtitle file.</summary>
/// <param name="Start">Second of the montage at which it appears.</param>
/// <param name="End">Second at which it goes.</param>
/// <param name="Text">Its words without markup; line feeds part lines.</param>
/// <param name="Words">When each word is said; null where the file does not say.</param>
public sealed record SubtitleCue(double Start, double End, string Text, IReadOnlyList<SubtitleWord>? Words = null);

/// <summary>A word of a cue.</summary>
/// <param name="Start">Second at which it is said.</param>
/// <param name="Text">The word.</param>
public sealed record SubtitleWord(double Start, string Text);
