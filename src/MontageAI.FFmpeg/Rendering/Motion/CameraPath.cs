using System.Globalization;
using System.Text;
using MontageAI.Timelines;

namespace MontageAI.FFmpeg.Rendering.Motion;

/// <summary>One coordinate of a camera over a shot: evaluated here, or written as an expression of FFmpeg, in the same arithmetic.</summary>
internal sealed class CameraPath
{
    // FFmpeg's expressions may be long but not endless; beyond this points are left out where they matter least.
    private const int MostPoints = 80;

    private readonly IReadOnlyList<(long Frame, double Value, CameraEase Ease)> _points;

    private CameraPath(IReadOnlyList<(long Frame, double Value, CameraEase Ease)> points) => _points = points;

    /// <summary>Whether the value never changes.</summary>
    public bool IsConstant => _points.All(p => p.Value == _points[0].Value);

    /// <summary>The path of one coordinate.</summary>
    /// <param name="keys">The keys, at least one.</param>
    /// <param name="value">Which coordinate.</param>
    /// <param name="tolerance">Change that nobody sees: points on a straight line between others to within this are left out.</param>
    public static CameraPath Of(IReadOnlyList<CameraKey> keys, Func<CameraKey, double> value, double tolerance)
    {
        (long, double, CameraEase)[] points = [.. keys.Select(k => (k.Frame, value(k), k.Ease))];
        List<(long, double, CameraEase)> kept = Thinned(points, tolerance);
        while (kept.Count > MostPoints)
        {
            tolerance *= 2;
            kept = Thinned(points, tolerance);
        }

        return new CameraPath(kept);
    }

    /// <summary>The value at a frame of the shot.</summary>
    public double At(double frame)
    {
        double value = _points[0].Value;
        for (int i = 1; i < _points.Count; i++)
        {
            (long from, double at, CameraEase ease) = _points[i - 1];
            double t = Math.Clamp((frame - from) / (_points[i].Frame - from), 0, 1);
            value += (_points[i].Value - at) * ease switch
            {
                CameraEase.Hold => t < 1 ? 0 : 1,
                CameraEase.Smooth => t * t * (3 - (2 * t)),
                _ => t,
            };
        }

        return value;
    }

    /// <summary>The value as an expression.</summary>
    /// <param name="frame">Name of the variable that counts frames.</param>
    /// <param name="zero">What it is at the shot's first frame.</param>
    public string Expression(string frame, long zero)
    {
        StringBuilder text = new(N(_points[0].Value));
        for (int i = 1; i < _points.Count; i++)
        {
            (long from, double at, CameraEase ease) = _points[i - 1];
            double change = _points[i].Value - at;
            if (change == 0)
            {
                continue;
            }

            string t = string.Create(CultureInfo.InvariantCulture, $"clip(({frame}-({from + zero}))/{_points[i].Frame - from},0,1)");
            text.Append(change < 0 ? '-' : '+').Append(N(Math.Abs(change))).Append('*').Append(ease switch
            {
                CameraEase.Hold => string.Create(CultureInfo.InvariantCulture, $"gte({frame},{_points[i].Frame + zero})"),
                CameraEase.Smooth => $"st(0,{t})*ld(0)*(3-2*ld(0))",
                _ => t,
            });
        }

        return text.ToString();
    }

    private static List<(long, double, CameraEase)> Thinned((long Frame, double Value, CameraEase Ease)[] points, double tolerance)
    {
        bool[] keep = new bool[points.Length];
        keep[0] = keep[^1] = true;
        Stack<(int From, int To)> open = new([(0, points.Length - 1)]);
        while (open.TryPop(out (int From, int To) part))
        {
            int worst = -1;
            double most = tolerance;
            for (int i = part.From + 1; i < part.To; i++)
            {
                double t = (double)(points[i].Frame - points[part.From].Frame) / (points[part.To].Frame - points[part.From].Frame);
                double off = Math.Abs(points[i].Value - points[part.From].Value - (t * (points[part.To].Value - points[part.From].Value)));
                bool bends = points[i].Ease != CameraEase.Linear || points[part.From].Ease != CameraEase.Linear;
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

        return [.. points.Where((_, i) => keep[i])];
    }

    private static string N(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
