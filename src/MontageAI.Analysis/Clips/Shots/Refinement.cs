using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>Rung L2: decodes the intervals between key frames that are doubtful, several in one process, and settles them exactly.</summary>
internal sealed class Refinement(
    IClipFrameSource source, IReadOnlyList<KeyFrame> keyFrames, MediaTime end, double frameSeconds, ClipScanOptions options)
{
    /// <summary>Longer side of the frames that dense detection works on.</summary>
    public const int FrameSize = 160;

    // A cut at the very end of an interval is only seen with some frames after it.
    private const double Overlap = 0.5;

    /// <summary>Frames looked at.</summary>
    public int Frames { get; private set; }

    /// <summary>Boundaries of all intervals that end with key frame <paramref name="first"/> or later, in order.</summary>
    public async Task<List<ShotBoundary>> SettleAsync(int first, CancellationToken cancellationToken)
    {
        GapVerdict[] verdicts = KeyFrameJudge.Judge(keyFrames, frameSeconds);
        HashSet<int> chosen = Choose(verdicts, first);
        List<ShotBoundary> found = [];
        for (int i = Math.Max(1, first); i < verdicts.Length; i++)
        {
            bool unsettled = verdicts[i] == GapVerdict.Doubtful && !chosen.Contains(i) && KeyFrameJudge.IsOutOfStep(keyFrames, i, frameSeconds);
            if (verdicts[i] == GapVerdict.Cut || unsettled)
            {
                found.Add(new ShotBoundary(BoundaryKind.Cut, keyFrames[i].Time, keyFrames[i].Time, 0, 0));
            }
        }

        if (chosen.Count > 0)
        {
            foreach (ShotBoundary boundary in await DecodeAsync(Windows(chosen), cancellationToken).ConfigureAwait(false))
            {
                // The overlap may see a cut that is known already.
                if (!found.Exists(b => b.Start.Ticks <= boundary.End.Ticks && b.End.Ticks >= boundary.Start.Ticks))
                {
                    found.Add(boundary);
                }
            }
        }

        found.Sort((a, b) => a.Start.Ticks.CompareTo(b.Start.Ticks));
        return found;
    }

    // Large pictures cost more to decode: the budget is in seconds of 1080p.
    private double Weight => Math.Max(0.1, (double)source.Stream.Width * source.Stream.Height / (1920 * 1080));

    // The most suspicious intervals that fit the budget.
    private HashSet<int> Choose(GapVerdict[] verdicts, int first)
    {
        HashSet<int> chosen = [];
        double left = options.RefinementSeconds;
        foreach (int i in Enumerable.Range(first, Math.Max(0, verdicts.Length - first))
            .Where(i => i > 0 && verdicts[i] == GapVerdict.Doubtful)
            .OrderByDescending(i => keyFrames[i].Difference).ThenBy(i => i))
        {
            double seconds = (keyFrames[i].Time.Seconds - keyFrames[i - 1].Time.Seconds) * Weight;
            if (seconds <= left)
            {
                left -= seconds;
                chosen.Add(i);
            }
        }

        return chosen;
    }

    // Neighbouring intervals become one window.
    private List<(MediaTime Start, MediaTime End)> Windows(HashSet<int> chosen)
    {
        List<(MediaTime Start, MediaTime End)> windows = [];
        foreach (int i in chosen.Order())
        {
            MediaTime start = keyFrames[i - 1].Time;
            MediaTime stop = MediaTime.FromSeconds(Math.Min(keyFrames[i].Time.Seconds + Overlap, end.Seconds), start.TimeBase);
            if (windows.Count > 0 && start.Ticks <= windows[^1].End.Ticks)
            {
                windows[^1] = (windows[^1].Start, stop);
            }
            else
            {
                windows.Add((start, stop));
            }
        }

        return windows;
    }

    private async Task<List<ShotBoundary>> DecodeAsync(List<(MediaTime Start, MediaTime End)> windows, CancellationToken cancellationToken)
    {
        DenseShotDetector?[] detectors = new DenseShotDetector?[windows.Count];
        FrameRequest request = new()
        {
            Selection = FrameSelection.Windows,
            Windows = windows,
            SeekPoints = [.. keyFrames.Select(k => k.Time)],
            LongSide = FrameSize,
            Averaged = false,
            DecoderThreads = options.DecoderThreads,
        };
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                (detectors[reader.Current.Window] ??= new DenseShotDetector()).Add(reader.Current);
                Frames++;
            }
        }

        return [.. detectors.OfType<DenseShotDetector>().SelectMany(d => d.Finish())];
    }
}
