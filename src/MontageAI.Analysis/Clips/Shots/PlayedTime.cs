using System.Globalization;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>
/// When a clip really plays, by the times of its packets: up to its last frame, however long that is said to last, and not while its
/// recording was paused or its time stamps jumped. A gap is no footage.
/// </summary>
/// <param name="End">PTS after the last frame.</param>
/// <param name="Pauses">Stretches without a frame, in order.</param>
internal sealed record PlayedTime(MediaTime End, IReadOnlyList<RejectedStretch> Pauses)
{
    // Where nothing plays for so long in one go, all there is are pauses, and still pictures are better than none.
    private const double LeastSeconds = 1;

    // Key frames so far apart, and so much further than usual, make a container without a list of its packets be read.
    private const double FarSeconds = 5;
    private const double FarTimes = 4;

    // Fewer seconds behind a jump back are not worth a word: damaged streams have pictures out of order.
    private const double LeastBehind = 0.5;

    /// <summary>Seconds of pictures behind a jump back of the time stamps, which have the times of other pictures; null where times only
    /// go on.</summary>
    public double? Behind { get; private init; }

    /// <summary>Finds it.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="packets">Its packets, where its container lists them.</param>
    /// <param name="keyFrames">Key frames that were decoded, in order, one or more.</param>
    /// <param name="end">The end as far as known.</param>
    /// <param name="stepsBack">Whether time stamps were seen to go back.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PlayedTime> FindAsync(
        IClipFrameSource source,
        IReadOnlyList<PacketInfo>? packets,
        IReadOnlyList<KeyFrame> keyFrames,
        MediaTime end,
        bool stepsBack,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<long>? ticks =
            packets is { Count: > 0 } && packets[0].Time.TimeBase == end.TimeBase ? [.. packets.Select(p => p.Time.Ticks).Order()] : null;
        if (ticks is null && (stepsBack || IsDoubtful(source.Info, keyFrames, end)))
        {
            ticks = await source.CollectTimesAsync(cancellationToken).ConfigureAwait(false);
        }

        return ticks is null ? new PlayedTime(end, [])
            : stepsBack
                ? Of(ticks, keyFrames, end) with
                {
                    Behind = BehindJump(ticks, keyFrames[0].Time, ClipEnd.FrameSeconds(source.Stream)),
                }
            : Of(ticks, keyFrames, end);
    }

    /// <summary>Seconds of pictures with times at which others are shown, or before the first that is shown.</summary>
    /// <param name="ticks">PTS of all pictures, ascending.</param>
    /// <param name="first">The first that is shown.</param>
    /// <param name="frameSeconds">How long a picture lasts.</param>
    /// <returns>Null where they are too few to matter.</returns>
    public static double? BehindJump(IReadOnlyList<long> ticks, MediaTime first, double frameSeconds)
    {
        double frame = frameSeconds / first.TimeBase.Value,
            pictures = 0;
        for (int i = 0; i < ticks.Count; i++)
        {
            pictures +=
                ticks[i] < first.Ticks ? 1
                : i > 0 && ticks[i - 1] >= first.Ticks ? 1 - Math.Min(1, (ticks[i] - ticks[i - 1]) / frame)
                : 0;
        }

        return pictures * frameSeconds >= LeastBehind ? Math.Round(pictures * frameSeconds, 1) : null;
    }

    /// <summary>The same by times that are known.</summary>
    /// <param name="ticks">PTS of all frames, ascending.</param>
    /// <param name="keyFrames">Frames that were decoded; where their times are not among the frames', nothing is believed.</param>
    /// <param name="end">The end as far as known.</param>
    public static PlayedTime Of(IReadOnlyList<long> ticks, IReadOnlyList<KeyFrame> keyFrames, MediaTime end)
    {
        HashSet<long> listed = [.. ticks];
        if (!keyFrames.All(k => listed.Contains(k.Time.Ticks)))
        {
            return new PlayedTime(end, []);
        }

        long[] shown = [.. ticks.Where(t => t >= keyFrames[0].Time.Ticks && t < end.Ticks)];
        if (FrameDistances.Between(shown, end.TimeBase) is not { } distances)
        {
            return new PlayedTime(end, []);
        }

        long usual = Math.Max(1, (long)Math.Ceiling(distances.Usual));
        // A last frame lasts as long as the others, unless it is only a little longer.
        MediaTime last = end with
        {
            Ticks = end.Ticks - shown[^1] > distances.Longest ? shown[^1] + usual : end.Ticks,
        };
        List<RejectedStretch> pauses = [];
        double longest = 0;
        long from = shown[0];
        for (int i = 1; i < shown.Length; i++)
        {
            if (shown[i] - shown[i - 1] > distances.Longest)
            {
                longest = Math.Max(longest, shown[i - 1] + usual - from);
                from = shown[i];
                MediaTime begin = end with { Ticks = shown[i - 1] + usual },
                    next = end with { Ticks = shown[i] };
                string detail = string.Create(CultureInfo.InvariantCulture, $"no frame for {next.Seconds - begin.Seconds:0.0} s");
                pauses.Add(new RejectedStretch(begin, next, RejectReason.Frozen, detail));
            }
        }

        longest = Math.Max(longest, last.Ticks - from) * end.TimeBase.Value;
        return new PlayedTime(last, longest >= LeastSeconds ? pauses : []);
    }

    /// <summary>The same with what lies behind a jump back, by pictures whose times were raised to a tick after the one before.</summary>
    /// <param name="ticks">PTS of all pictures as they were handed on, ascending.</param>
    /// <param name="frameSeconds">How long a picture lasts.</param>
    public PlayedTime WithRaised(IReadOnlyList<long> ticks, double frameSeconds)
    {
        int raised = 0;
        for (int i = 1; End.TimeBase.Value < 0.25 * frameSeconds && i < ticks.Count; i++)
        {
            raised += ticks[i] - ticks[i - 1] <= 1 ? 1 : 0;
        }

        return this with
        {
            Behind = raised * frameSeconds >= LeastBehind ? Math.Round(raised * frameSeconds, 1) : null,
        };
    }

    /// <summary>Boundaries with those that pauses and other sizes of the picture make: no shot runs over either.</summary>
    /// <param name="boundaries">Boundaries in order.</param>
    /// <param name="shapes">Sizes of the picture, the first included; null where there is one.</param>
    public List<ShotBoundary> Part(IReadOnlyList<ShotBoundary> boundaries, IReadOnlyList<PictureShape>? shapes)
    {
        if (Pauses.Count == 0 && shapes is not { Count: > 1 })
        {
            return [.. boundaries];
        }

        ShotBoundary[] more =
        [
            .. Pauses.Select(p => new ShotBoundary(BoundaryKind.Cut, p.Start, p.End, 0, 0)),
            .. (shapes ?? []).Skip(1).Select(s => new ShotBoundary(BoundaryKind.Cut, s.Start, s.Start, 0, 0)),
        ];
        return
        [
            .. boundaries
                .Where(b => !Array.Exists(more, m => b.Start.Ticks <= m.End.Ticks && b.End.Ticks >= m.Start.Ticks))
                .Concat(more)
                .OrderBy(b => b.Start.Ticks)
                .ThenBy(b => b.End.Ticks),
        ];
    }

    private static bool IsDoubtful(MediaInfo info, IReadOnlyList<KeyFrame> keyFrames, MediaTime end)
    {
        if (info.IsStill || info.Container is "avi" or "h264" or "hevc" or "m4v" or "mpegvideo" or "obu")
        {
            return false;
        }

        double[] distances =
        [
            .. keyFrames.Zip(keyFrames.Skip(1), (a, b) => b.Time.Seconds - a.Time.Seconds),
            end.Seconds - keyFrames[^1].Time.Seconds,
        ];
        double usual = distances.Order().ElementAt((distances.Length - 1) / 2);
        return distances.Max() > Math.Max(FarSeconds, distances.Length == 1 ? 0 : FarTimes * usual);
    }
}
