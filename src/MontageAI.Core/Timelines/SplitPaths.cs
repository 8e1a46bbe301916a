namespace MontageAI.Timelines;

/// <summary>
/// Parts ramps and camera paths in two at a frame, and puts such parts together again. Every frame keeps its speed and its view; of what
/// was parted and not touched since, joining gives back the very points.
/// </summary>
public static class SplitPaths
{
    /// <summary>A ramp up to a frame.</summary>
    public static IReadOnlyList<SpeedPoint> Head(IReadOnlyList<SpeedPoint> ramp, long frame) =>
        [
            .. ramp.Where(p => p.Frame < frame),
            .. ramp.Where(p => p.Frame == frame).Take(1).DefaultIfEmpty(new(frame, SpeedAt(ramp, frame))),
        ];

    /// <summary>A ramp from a frame on; frames count from there.</summary>
    public static IReadOnlyList<SpeedPoint> Tail(IReadOnlyList<SpeedPoint> ramp, long frame)
    {
        IEnumerable<SpeedPoint> there = ramp.Where(p => p.Frame == frame).TakeLast(1).DefaultIfEmpty(new(frame, SpeedAt(ramp, frame)));
        return [.. there.Concat(ramp.Where(p => p.Frame > frame)).Select(p => p with { Frame = p.Frame - frame })];
    }

    /// <summary>The ramp of a shot that begins so many frames later, or earlier where they are less than 0; before its first point its
    /// speed stays.</summary>
    public static IReadOnlyList<SpeedPoint> Later(IReadOnlyList<SpeedPoint> ramp, long frames)
    {
        ArgumentNullException.ThrowIfNull(ramp);
        return frames > 0 ? Tail(ramp, frames) : [.. ramp.Select(p => p with { Frame = p.Frame - frames })];
    }

    /// <summary>The camera path of a shot that begins so many frames later, or earlier where they are less than 0; before its first key the
    /// view stands.</summary>
    public static IReadOnlyList<CameraKey> Later(IReadOnlyList<CameraKey> keys, long frames)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return frames > 0 ? Tail(keys, frames) : [.. keys.Select(k => k with { Frame = k.Frame - frames })];
    }

    /// <summary>Two ramps as one, of which the second begins at a frame.</summary>
    public static IReadOnlyList<SpeedPoint> Joined(IReadOnlyList<SpeedPoint> head, IReadOnlyList<SpeedPoint> tail, long frame)
    {
        SpeedPoint[] later = [.. tail.Select(p => p with { Frame = p.Frame + frame })];
        IReadOnlyList<SpeedPoint>[] ways =
        [
            [.. head.Where(p => p.Frame < frame), .. later.Where(p => p.Frame > frame)],
            [.. head, .. later.Where(p => p.Frame > frame)],
            [.. head, .. later],
        ];
        return ways.FirstOrDefault(w => w.Count > 0 && Head(w, frame).SequenceEqual(head) && Tail(w, frame).SequenceEqual(tail))
            ?? ways[^1];
    }

    /// <summary>A camera path up to a frame. The view at that frame, which the part no longer shows, says where it was going.</summary>
    public static IReadOnlyList<CameraKey> Head(IReadOnlyList<CameraKey> keys, long frame)
    {
        IReadOnlyList<CameraKey> path = Straightened(keys, frame);
        CameraKey[] head = [.. path.Where(k => k.Frame < frame)];
        bool goesOn = head.Length < path.Count && (head.Length == 0 || head[^1].Ease != CameraEase.Hold);
        return goesOn ? [.. head, At(path, frame) with { Ease = CameraEase.Linear }] : head;
    }

    /// <summary>A camera path from a frame on; frames count from there.</summary>
    public static IReadOnlyList<CameraKey> Tail(IReadOnlyList<CameraKey> keys, long frame)
    {
        IReadOnlyList<CameraKey> path = Straightened(keys, frame);
        CameraKey first = At(path, frame) with { Frame = 0 };
        // Before its first key the path stands; that is not a part of any curve.
        first = frame < path[0].Frame ? first with { Ease = CameraEase.Linear } : first;
        return [first, .. path.Where(k => k.Frame > frame).Select(k => k with { Frame = k.Frame - frame })];
    }

    /// <summary>Two camera paths as one, of which the second begins at a frame.</summary>
    public static IReadOnlyList<CameraKey> Joined(IReadOnlyList<CameraKey> head, IReadOnlyList<CameraKey> tail, long frame)
    {
        CameraKey[] later = [.. tail.Select(k => k with { Frame = k.Frame + frame })],
            before = [.. head.Where(k => k.Frame < frame)];
        // Where the second part was changed since, the view jumps to it.
        bool isMoving = before.Length < head.Count && (before.Length == 0 || before[^1].Frame < frame - 1);
        IReadOnlyList<CameraKey> jump =
        [
            .. before,
            .. isMoving ? [At(head, frame - 1) with { Ease = CameraEase.Linear }] : (CameraKey[])[],
            .. later,
        ];
        IReadOnlyList<CameraKey>[] ways =
        [
            [.. before, .. later.Skip(1)],
            [.. before, .. later],
            jump,
        ];
        return ways.FirstOrDefault(w => w.Count > 0 && Head(w, frame).SequenceEqual(head) && Tail(w, frame).SequenceEqual(tail)) ?? jump;
    }

    // A curve that a cut parts cannot be said by two curves of its kind, so it is said frame by frame.
    private static IReadOnlyList<CameraKey> Straightened(IReadOnlyList<CameraKey> keys, long frame)
    {
        int at = keys.Count(k => k.Frame < frame) - 1;
        if (at < 0 || at + 1 >= keys.Count || keys[at].Ease is CameraEase.Linear or CameraEase.Hold)
        {
            return keys;
        }

        (int from, int to) = (at, at + 1);
        while (keys[at].Ease == CameraEase.Spline && from > 0 && keys[from - 1].Ease == CameraEase.Spline)
        {
            from--;
        }

        while (keys[at].Ease == CameraEase.Spline && to + 1 < keys.Count && keys[to].Ease == CameraEase.Spline)
        {
            to++;
        }

        return
        [
            .. keys.Take(from),
            .. Frames(keys[from].Frame, keys[to].Frame).Select(f => At(keys, f) with { Ease = CameraEase.Linear }),
            .. keys.Skip(to),
        ];
    }

    private static IEnumerable<long> Frames(long from, long to)
    {
        for (long frame = from; frame < to; frame++)
        {
            yield return frame;
        }
    }

    // With the ease of the key before it.
    private static CameraKey At(IReadOnlyList<CameraKey> keys, long frame)
    {
        (double x, double y, double zoom) = CameraPath.At(CameraPath.Pieces(keys), frame);
        return new(frame, x, y, zoom, keys.LastOrDefault(k => k.Frame <= frame, keys[0]).Ease);
    }

    private static double SpeedAt(IReadOnlyList<SpeedPoint> ramp, long frame)
    {
        int after = 0;
        while (after < ramp.Count && ramp[after].Frame <= frame)
        {
            after++;
        }

        if (after == 0 || after == ramp.Count)
        {
            return ramp[after == 0 ? 0 : ^1].Speed;
        }

        (SpeedPoint from, SpeedPoint to) = (ramp[after - 1], ramp[after]);
        return from.Speed + ((to.Speed - from.Speed) * (frame - from.Frame) / (to.Frame - from.Frame));
    }
}
