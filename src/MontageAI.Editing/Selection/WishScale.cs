using MontageAI.Editing.Materials;
using MontageAI.Editing.Prompts;
using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Puts scores of pictures for wishes on one scale: 0 is the least fitting picture of the footage, 1 the best. A model's scores mean
/// nothing by themselves, and how far they spread differs from wish to wish.
/// </summary>
internal sealed class WishScale
{
    /// <summary>From here on a picture is said to show what was wished for: what is neither like it nor unlike it lies in the
    /// middle.</summary>
    public const float Shows = 0.65f;

    // Footage in which all pictures fit alike has nothing to choose from.
    private const float LeastSpread = 0.01f;

    private readonly IReadOnlyList<ClipMaterial> _clips;
    private readonly IReadOnlyList<PictureWish> _wishes;
    private readonly (float Low, float High)[] _ranges;

    /// <summary>Measures the footage.</summary>
    /// <param name="clips">The footage.</param>
    /// <param name="wishes">The wishes that its pictures were scored for.</param>
    public WishScale(IReadOnlyList<ClipMaterial> clips, IReadOnlyList<PictureWish> wishes)
    {
        (_clips, _wishes) = (clips, wishes);
        _ranges = new (float, float)[wishes.Count];
        for (int w = 0; w < wishes.Count; w++)
        {
            float[] scores = [.. clips.SelectMany(c => c.Wished).Select(p => p.Scores[w])];
            _ranges[w] = scores.Length == 0 ? (0, 0) : (scores.Min(), scores.Max());
        }
    }

    /// <summary>How well a picture fits one wish, 0 to 1; 0 where all footage fits alike.</summary>
    public float Fit(int wish, WishedPicture picture)
    {
        (float low, float high) = _ranges[wish];
        return high - low < LeastSpread ? 0 : (picture.Scores[wish] - low) / (high - low);
    }

    /// <summary>How well a moment of a clip fits all wishes, -1 (shows what should not be seen) to 1; null where nobody saw it.</summary>
    /// <param name="clip">Index of the clip.</param>
    /// <param name="seconds">The moment.</param>
    public float? At(int clip, double seconds)
    {
        if (_wishes.Count == 0 || Nearest(_clips[clip], seconds) is not { } picture)
        {
            return null;
        }

        float sum = 0;
        for (int w = 0; w < _wishes.Count; w++)
        {
            sum += (_wishes[w].IsUnwanted ? -1 : 1) * Fit(w, picture);
        }

        return sum / _wishes.Count;
    }

    /// <summary>The picture that stands for a moment: of those of its shot the nearest; null where its shot has none.</summary>
    public static WishedPicture? Nearest(ClipMaterial clip, double seconds)
    {
        WishedPicture? nearest = null;
        foreach (WishedPicture picture in clip.Wished)
        {
            Shot shot = clip.Analysis.Shots.Shots[picture.Shot];
            bool inside = seconds >= shot.Start.Seconds - 1e-6 && seconds < shot.End.Seconds + 1e-6;
            if (inside && (nearest is null || Math.Abs(picture.Time.Seconds - seconds) < Math.Abs(nearest.Time.Seconds - seconds)))
            {
                nearest = picture;
            }
        }

        return nearest;
    }
}
