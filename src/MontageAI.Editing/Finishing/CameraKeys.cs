using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>Changes of camera paths that keep what they show.</summary>
internal static class CameraKeys
{
    /// <summary>The view at a frame of a shot, with the ease of the key before it.</summary>
    public static CameraKey At(IReadOnlyList<CameraKey> keys, long frame)
    {
        (double x, double y, double zoom) = CameraPath.At(CameraPath.Pieces(keys), frame);
        return new(frame, x, y, zoom, keys.LastOrDefault(k => k.Frame <= frame, keys[0]).Ease);
    }

    /// <summary>A path whose zoom is multiplied by another's; centres stay. A jump of either is a jump of both.</summary>
    public static IReadOnlyList<CameraKey> Zoomed(IReadOnlyList<CameraKey> path, IReadOnlyList<CameraKey> zoom)
    {
        // A jump needs a key on the frame before it, since what is held up to it would else be held in the path too.
        SortedSet<long> frames =
        [
            .. path.Select(k => k.Frame),
            .. zoom.Select(k => k.Frame),
            .. zoom.Concat(path).Where(k => k.Frame > 0).Select(k => k.Frame - 1),
        ];
        return [.. frames.Select(f => Combined(At(path, f), At(zoom, f)))];

        CameraKey Combined(CameraKey a, CameraKey b) => new(a.Frame, a.X, a.Y, Math.Clamp(a.Zoom * b.Zoom, 1, 8), CameraEase.Linear);
    }

    /// <summary>The part of a path that begins at one of its frames and lasts for so many; frames count from its new start.</summary>
    /// <param name="keys">The path.</param>
    /// <param name="from">Frame that becomes the first; before 0 the path waits at its first view.</param>
    /// <param name="length">Frames, 1 or more.</param>
    public static IReadOnlyList<CameraKey> Part(IReadOnlyList<CameraKey> keys, long from, long length)
    {
        List<CameraKey> part = [At(keys, Math.Max(keys[0].Frame, from)) with { Frame = 0 }];
        foreach (CameraKey key in keys.Where(k => k.Frame > from && k.Frame - from < length))
        {
            if (key.Frame - from > 0)
            {
                part.Add(key with { Frame = key.Frame - from });
            }
        }

        // What goes on beyond the end stops on the last frame where it is by then.
        long last = length - 1;
        if (part[^1].Frame < last && keys[^1].Frame - from > last && part[^1].Ease != CameraEase.Hold)
        {
            part.Add(At(keys, last + from) with { Frame = last });
        }

        return part;
    }
}
