using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>One FFmpeg run and what its streams stand for.</summary>
/// <param name="Command">The run.</param>
/// <param name="Streams">Per output stream, the windows that it holds, with their index in the request; empty for requests without windows.</param>
internal sealed record WindowRun(ToolCommand Command, IReadOnlyList<IReadOnlyList<(int Index, long Start, long End)>> Streams)
{
    // Without known key frames, windows so close together are decoded in one go.
    private const double NearSeconds = 3;

    /// <summary>The window that a frame belongs to.</summary>
    public int WindowOf(int stream, long ticks)
    {
        if (Streams.Count == 0)
        {
            return 0;
        }

        foreach ((int index, long start, long end) in Streams[stream])
        {
            if (ticks >= start && ticks < end)
            {
                return index;
            }
        }

        return Streams[stream][0].Index;
    }

    /// <summary>Splits the windows of a request into runs.</summary>
    /// <param name="commands">Builds the commands.</param>
    /// <param name="request">The request; its windows are in order.</param>
    /// <param name="streamsPerRun">Decoders open at once at most, 1 or more.</param>
    public static IEnumerable<WindowRun> Split(FrameCommand commands, FrameRequest request, int streamsPerRun)
    {
        List<List<int>> groups = [];
        for (int i = 0; i < request.Windows.Count; i++)
        {
            if (i > 0 && InOneGo(request, request.Windows[i - 1].End, request.Windows[i].Start))
            {
                groups[^1].Add(i);
            }
            else
            {
                groups.Add([i]);
            }
        }

        return groups.Chunk(streamsPerRun).Select(run => new WindowRun(
            commands.Windows([.. run.Select(g => g.Select(i => request.Windows[i]).ToArray())]),
            [.. run.Select(g => g.Select(i => (i, request.Windows[i].Start.Ticks, request.Windows[i].End.Ticks)).ToArray())]));
    }

    private static bool InOneGo(FrameRequest request, MediaTime end, MediaTime next)
    {
        if (request.SeekPoints.Count == 0)
        {
            return next.Seconds - end.Seconds <= NearSeconds;
        }

        return !request.SeekPoints.Any(p => p.Ticks >= end.Ticks && p.Ticks <= next.Ticks);
    }
}
