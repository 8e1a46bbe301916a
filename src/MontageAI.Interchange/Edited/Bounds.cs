namespace MontageAI.Interchange.Edited;

/// <summary>How much of a document is read at most; docs/handoff/README.md states these.</summary>
public static class Bounds
{
    /// <summary>Bytes of a document: an hour with 5,000 shots takes 10 to 20 MiB in the longest format.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Levels of brackets or elements.</summary>
    public const int MostDepth = 256;

    /// <summary>Sequences within sequences.</summary>
    public const int MostNesting = 32;

    /// <summary>Clips, gaps and transitions of all tracks.</summary>
    public const int MostItems = 100_000;

    /// <summary>Tracks of pictures, those of nested sequences counted as often as they are shown.</summary>
    public const int MostTracks = 2000;

    /// <summary>Characters in a line of an edit decision list.</summary>
    public const int MostLine = 65_536;

    /// <summary>Longest time that makes sense, seconds: a week.</summary>
    public const double MostSeconds = 7 * 86_400;
}
