using MontageAI.Media;
using MontageAI.Rendering.Requests;
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
    internal MediaTime TimeOf(int sample) => new(_times.Ticks[sample], _times.TimeBase);

    /// <summary>Reads the index of a proxy. Cost: one or two small reads, no process.</summary>
    /// <exception cref="InvalidDataException">The file is no proxy.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<ProxyIndex> ReadAsync(string path, CancellationToken cancellationToken) =>
        new(path, await ProxyTimes.ReadAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Finds a shot's pictures.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="video">The source's stream, as probed.</param>
    /// <param name="format">The preview's look, that of the proxy.</param>
    /// <returns>For each frame of the shot the index of the sample to show; null when the proxy does not hold them all, or not as the shot
    /// shows them: it holds a picture of another shape whole, and the shot cuts it, or lays it over its backdrop.</returns>
    public IReadOnlyList<int>? Pick(TimelineShot shot, VideoStreamInfo video, FilmFormat format)
    {
        ArgumentNullException.ThrowIfNull(shot);
        ArgumentNullException.ThrowIfNull(format);
        return ProxyView.HoldsAsShown(shot, video, format) ? Pick(shot, video, format.Rate, held: false) : null;
    }

    /// <summary>
    /// Finds a shot's pictures without what is done to them: the same source frames at the same frames of the shot, at any speed, as they
    /// were recorded. Where the source has begun too late or ended too early the nearest picture stands.
    /// </summary>
    /// <param name="job">The shot, rendered from its source.</param>
    /// <param name="rate">The timeline's grid.</param>
    /// <returns>As for <see cref="Pick(TimelineShot, VideoStreamInfo, FilmFormat)"/>.</returns>
    public IReadOnlyList<int>? PickDraft(ShotRequest job, FrameRate rate)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.IsStill ? new int[job.Shot.Record.Length] : Pick(job.Shot, job.Video, rate, held: true);
    }

    /// <summary>The neighbouring pictures that hold all that is shown of a range of the source, and some on either side.</summary>
    /// <param name="from">Start in seconds of the source's clock.</param>
    /// <param name="to">End in seconds.</param>
    /// <returns>The number of the first picture and how long each lasts, in ticks of <see cref="TimeBase"/>.</returns>
    internal (int First, long[] Ticks) Around(double from, double to)
    {
        const int Spare = 3;
        int first = Math.Max(0, FirstAtOrAfter(from) - 1 - Spare),
            end = Math.Clamp(FirstAtOrAfter(to) + 1 + Spare, first + 1, Count);
        long[] lengths = new long[end - first];
        for (int i = 0; i < lengths.Length; i++)
        {
            int sample = first + i;
            lengths[i] = sample + 1 < Count ? _times.Ticks[sample + 1] - _times.Ticks[sample] : LastLength(_times.Ticks);
        }

        return (first, lengths);
    }

    /// <summary>Seconds per tick of the source's stream.</summary>
    internal Rational TimeBase => _times.TimeBase;

    private int FirstAtOrAfter(double seconds)
    {
        double tick = seconds * _times.TimeBase.Denominator / _times.TimeBase.Numerator;
        int at = Array.BinarySearch(_times.Ticks, (long)Math.Clamp(Math.Floor(tick), -1e18, 1e18));
        return at < 0 ? ~at : at;
    }

    private int[]? Pick(TimelineShot shot, VideoStreamInfo video, FrameRate rate, bool held)
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
            if (!held && (!_times.HoldsFirst || !ShotFilterGraph.IsNearStart(shot, video)))
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
            if (!held && at + 1 == ticks.Length && k >= Math.Max(frameOf(ticks[^1]) + 1, frameOf(ticks[^1] + LastLength(ticks))))
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
