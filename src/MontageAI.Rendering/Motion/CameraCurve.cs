using System.Globalization;
using System.Text;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Motion;

/// <summary>One coordinate of a <see cref="CameraPath"/> over the frames of a shot: evaluated here, or written as an expression of FFmpeg,
/// from the same polynomials.</summary>
internal sealed class CameraCurve
{
    // FFmpeg's expressions may be long but not endless; beyond this points on nearly straight lines are left out where they matter least.
    private const int MostPoints = 80;

    private readonly IReadOnlyList<(long Start, long End, Cubic Value)> _pieces;

    private CameraCurve(IReadOnlyList<(long Start, long End, Cubic Value)> pieces) => _pieces = pieces;

    /// <summary>Whether the value never changes.</summary>
    public bool IsConstant => _pieces.All(p => p.Value == new Cubic(_pieces[0].Value.A));

    /// <summary>The curve of one coordinate.</summary>
    /// <param name="keys">All keys of the shot, at least one.</param>
    /// <param name="value">The coordinate at a key.</param>
    /// <param name="curve">The same coordinate of a piece.</param>
    /// <param name="tolerance">Change that nobody sees: points on a straight line between others to within this are left out.</param>
    /// <param name="from">First frame that is needed.</param>
    /// <param name="to">Frame after the last.</param>
    public static CameraCurve Of(
        IReadOnlyList<CameraKey> keys,
        Func<CameraKey, double> value,
        Func<CameraPiece, Cubic> curve,
        double tolerance,
        long from,
        long to
    )
    {
        keys = Within(keys, from, to);
        CameraKey[] kept = Thinned(keys, value, tolerance);
        while (kept.Length > MostPoints && tolerance < 1)
        {
            tolerance *= 2;
            kept = Thinned(keys, value, tolerance);
        }

        // Frames before the shot's first, as a dissolve shows them, have the first key's view.
        CameraPiece[] pieces = [.. CameraPath.Pieces(kept)];
        int first = Math.Max(0, Array.FindLastIndex(pieces, p => p.Start <= from)),
            last = Math.Max(first, Array.FindLastIndex(pieces, p => p.Start < to));
        return new CameraCurve([.. pieces[first..(last + 1)].Select(p => (p.Start, p.End, curve(p)))]);
    }

    /// <summary>The value at a frame of the shot.</summary>
    public double At(double frame)
    {
        (long start, long end, Cubic value) = _pieces.FirstOrDefault(p => frame < p.End, _pieces[^1]);
        return value.At(Math.Clamp(frame - start, 0, Length(start, end)));
    }

    /// <summary>The value as an expression.</summary>
    /// <param name="frame">Name of the variable that counts frames.</param>
    /// <param name="zero">What it is at the shot's first frame.</param>
    public string Expression(string frame, long zero)
    {
        // A sum of what each piece adds from its start to its end, so that every term is short and none contains another.
        StringBuilder text = new(N(_pieces[0].Value.A));
        for (int i = 0; i < _pieces.Count; i++)
        {
            (long start, long end, Cubic value) = _pieces[i];
            if (value != new Cubic(value.A))
            {
                string t = string.Create(CultureInfo.InvariantCulture, $"clip({frame}-({start + zero}),0,{end - start})");
                text.Append(
                    value is { C: 0, D: 0 }
                        ? $"+({N(value.B)})*{t}"
                        : $"+st(0,{t})*({N(value.B)}+ld(0)*({N(value.C)}+ld(0)*({N(value.D)})))"
                );
            }

            double jump = i + 1 < _pieces.Count ? _pieces[i + 1].Value.A - value.At(Length(start, end)) : 0;
            if (Math.Abs(jump) > 1e-9)
            {
                text.Append(CultureInfo.InvariantCulture, $"+({N(jump)})*gte({frame},{end + zero})");
            }
        }

        return text.ToString();
    }

    private static double Length(long start, long end) => end == long.MaxValue ? 0 : end - start;

    // Keys before and after the frames do nothing but give the ends a direction; those of a spline give it its course.
    private static CameraKey[] Within(IReadOnlyList<CameraKey> keys, long from, long to)
    {
        int first = 0,
            last = keys.Count - 1;
        while (first < last && keys[first + 1].Frame <= from)
        {
            first++;
        }

        while (last > first && keys[last - 1].Frame >= to)
        {
            last--;
        }

        while (first > 0 && keys[first - 1].Ease == CameraEase.Spline)
        {
            first--;
        }

        while (last < keys.Count - 1 && keys[last].Ease == CameraEase.Spline)
        {
            last++;
        }

        return [.. keys.Skip(first).Take(last - first + 1)];
    }

    private static CameraKey[] Thinned(IReadOnlyList<CameraKey> keys, Func<CameraKey, double> value, double tolerance)
    {
        bool[] keep = new bool[keys.Count];
        keep[0] = keep[^1] = true;
        Stack<(int From, int To)> open = new([(0, keys.Count - 1)]);
        while (open.TryPop(out (int From, int To) part))
        {
            int worst = -1;
            double most = tolerance;
            for (int i = part.From + 1; i < part.To; i++)
            {
                double t = (double)(keys[i].Frame - keys[part.From].Frame) / (keys[part.To].Frame - keys[part.From].Frame);
                double off = Math.Abs(value(keys[i]) - value(keys[part.From]) - (t * (value(keys[part.To]) - value(keys[part.From]))));
                bool bends = keys[i].Ease != CameraEase.Linear || keys[part.From].Ease != CameraEase.Linear;
                if (off > most || (bends && worst < 0))
                {
                    (worst, most) = (i, Math.Max(off, most));
                }
            }

            if (worst > 0)
            {
                keep[worst] = true;
                open.Push((part.From, worst));
                open.Push((worst, part.To));
            }
        }

        return [.. keys.Where((_, i) => keep[i])];
    }

    private static string N(double value) => value.ToString("0.################", CultureInfo.InvariantCulture);
}
