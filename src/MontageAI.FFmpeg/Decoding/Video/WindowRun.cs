using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>One FFmpeg run and what its streams stand for.</summary>
/// <param name="Command">The run.</param>
/// <param name="Streams">Its output streams; empty for requests without windows.</param>
internal sealed record WindowRun(ToolCommand Command, IReadOnlyList<FrameStream> Streams)
{
    // Without known key frames, windows so close together are decoded in one go.
    private const double NearSeconds = 3;

    /// <summary>Whether it is one of the streams that were asked for.</summary>
    public bool Has(int stream) => stream < Math.Max(1, Streams.Count);

    /// <summary>The window that a frame belongs to.</summary>
    public int WindowOf(int stream, long ticks) => Streams.Count == 0 ? 0 : Streams[stream].WindowOf(ticks);

    /// <summary>Splits the windows of a request into runs.</summary>
    /// <param name="commands">Builds the commands.</param>
    /// <param name="request">The request; its windows are in order.</param>
    /// <param name="streamsPerRun">Decoders open at once at most, 1 or more.</param>
    public static IEnumerable<WindowRun> Split(FrameCommand commands, FrameRequest request, int streamsPerRun) =>
        Groups(request)
            .Select(g => commands.Group(request, g))
            .Chunk(streamsPerRun)
            .Select(run => new WindowRun(commands.Windows(run), run));

    /// <summary>Windows that are decoded in one go, as indices into the request.</summary>
    public static List<List<int>> Groups(FrameRequest request)
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

        return groups;
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
