namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>One input and one output stream of an FFmpeg run.</summary>
/// <param name="Input">Input options and the input itself.</param>
/// <param name="Filter">Filters from the decoder's frames to small pictures.</param>
/// <param name="Windows">Windows that the stream holds, with their index in the request; empty for requests without windows.</param>
internal sealed record FrameStream(IReadOnlyList<string> Input, string Filter, IReadOnlyList<(int Index, long Start, long End)> Windows)
{
    /// <summary>The window that a frame belongs to.</summary>
    public int WindowOf(long ticks)
    {
        foreach ((int index, long start, long end) in Windows)
        {
            if (ticks >= start && ticks < end)
            {
                return index;
            }
        }

        return Windows.Count > 0 ? Windows[0].Index : 0;
    }
}
