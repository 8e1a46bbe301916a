using MontageAI.Media;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Proxies;

/// <summary>
/// Knows which picture of a proxy stands for which moment of its source, and so which pictures, joined by copying, make a shot: the same
/// source frames that <see cref="ShotRenderer"/> would show. Immutable.
/// </summary>
public sealed class ProxyIndex
{
    private readonly ProxyTimes _times;

    private ProxyIndex(string path, ProxyTimes times)
    {
        Path = path;
        _times = times;
    }

    /// <summary>The proxy (MP4, every sample an IDR picture).</summary>
    public string Path { get; }

    /// <summary>Pictures in it, one per source frame.</summary>
    public int Count => _times.Ticks.Length;

    /// <summary>PTS of a picture's source frame.</summary>
    /// <param name="sample">Index in the file, from 0.</param>
    public MediaTime TimeOf(int sample) => new(_times.Ticks[sample], _times.TimeBase);

    /// <summary>Reads the index of a proxy. Cost: one or two small reads, no process.</summary>
    /// <exception cref="InvalidDataException">The file is no proxy.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ProxyIndex> ReadAsync(string path, CancellationToken cancellationToken) =>
        new(path, await ProxyTimes.ReadAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Finds a shot's pictures.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="video">The source's stream, as probed.</param>
    /// <param name="rate">The timeline's grid.</param>
    /// <returns>For each frame of the shot the index of the sample to show; null when the proxy does not hold them all.</returns>
    public IReadOnlyList<int>? Pick(TimelineShot shot, VideoStreamInfo video, FrameRate rate)
    {
        ArgumentNullException.ThrowIfNull(shot);
        ArgumentNullException.ThrowIfNull(video);
        if (video.TimeBase != _times.TimeBase || shot.Record.Length is <= 0 or > int.MaxValue)
        {
            return null;
        }

        Func<long, long> frameOf = ShotTiming.OutputFrame(shot, video, rate);
        long[] ticks = _times.Ticks;
        int at = LastAtOrBefore(frameOf, 0);
        if (at < 0)
        {
            if (!_times.HoldsFirst || !ShotFilterGraph.IsNearStart(shot, video))
            {
                return null;
            }

            at = 0;
        }

        int[] samples = new int[shot.Record.Length];
        long next = Frame(at + 1);
        for (int k = 0; k < samples.Length; k++)
        {
            while (next <= k)
            {
                at++;
                next = Frame(at + 1);
            }

            // The last frame is shown for its own length and no longer.
            if (at + 1 == ticks.Length && k >= Math.Max(frameOf(ticks[^1]) + 1, frameOf(ticks[^1] + LastLength(ticks))))
            {
                return null;
            }

            samples[k] = at;
        }

        return samples;

        long Frame(int sample) => sample < ticks.Length ? frameOf(ticks[sample]) : long.MaxValue;
    }

    private static long LastLength(long[] ticks) => ticks.Length > 1 ? ticks[^1] - ticks[^2] : 1;

    // Times ascend, and so do the output frames that they fall on.
    private int LastAtOrBefore(Func<long, long> frameOf, long frame)
    {
        int low = 0,
            high = _times.Ticks.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (frameOf(_times.Ticks[middle]) <= frame)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
