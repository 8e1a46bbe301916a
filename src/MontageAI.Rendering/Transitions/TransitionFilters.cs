using System.Globalization;
using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Transitions;

/// <summary>
/// One half of a transition on the frames of one shot that it lies in: filter statements from a run of exactly these frames to as many
/// changed ones. Both halves follow one function of the transition's frame number, so the picture goes on over the cut as if both were made
/// together.
/// </summary>
/// <param name="format">Canvas, grid and profile.</param>
/// <param name="prefix">What labels begin with, so that shots of one graph do not meet.</param>
internal sealed class TransitionFilters(FilmFormat format, string prefix)
{
    // Share of the picture's width over which a wipe's edge is soft.
    private const double SoftEdge = 0.03;

    private readonly string _size = string.Create(CultureInfo.InvariantCulture, $"{format.Canvas.Width}x{format.Canvas.Height}");
    private readonly string _rate = string.Create(
        CultureInfo.InvariantCulture,
        $"{format.Rate.Fraction.Numerator}/{format.Rate.Fraction.Denominator}"
    );

    /// <summary>Whether a transition changes frames on this side of its cut.</summary>
    public static bool Acts(ShotTransition? transition, bool entering) =>
        transition is not null && transition.Half > 0 && (entering || transition.Kind != TransitionKind.Flash);

    /// <summary>The statements.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="entering">True for the half after the cut, false for the half before it.</param>
    /// <param name="from">Label of the run.</param>
    /// <param name="other">Label of the other shot's pictures for the same frames, where the transition shows both and they are known; else
    /// null.</param>
    /// <param name="to">Label of the result.</param>
    public IEnumerable<string> Statements(ShotTransition transition, bool entering, string from, string? other, string to)
    {
        string side = prefix + (entering ? "e" : "x");
        int half = transition.Half;
        switch (transition.Kind)
        {
            case TransitionKind.Dissolve when other is not null:
            {
                // Share of the new shot, (k + 0.5) / N; the other shot's picture lies on top.
                string part = entering ? N($"1-({half}+N+0.5)/{transition.Frames}") : N($"(N+0.5)/{transition.Frames}");
                return [Mask(half, "2x2", part, side), .. Over(from, other, side, to)];
            }

            case TransitionKind.Wipe when other is not null:
                return
                [
                    Mask(
                        half,
                        IsVertical(transition)
                            ? string.Create(CultureInfo.InvariantCulture, $"2x{format.Canvas.Height}")
                            : string.Create(CultureInfo.InvariantCulture, $"{format.Canvas.Width}x2"),
                        Wipe(transition, entering),
                        side
                    ),
                    .. Over(from, other, side, to),
                ];

            case TransitionKind.FadeBlack
            or TransitionKind.FadeWhite
            or TransitionKind.Flash:
            {
                string part =
                    transition.Kind == TransitionKind.Flash ? N($"pow(1-N/{half},2)")
                    : entering ? N($"1-N/{half}")
                    : N($"(N+1)/{half}");
                string colour = transition.Kind == TransitionKind.FadeBlack ? "black" : "white";
                return
                [
                    $"color=c={colour}:s={_size}:r={_rate},trim=end_frame={half},format=yuv420p[{side}c]",
                    Mask(half, "2x2", part, side),
                    .. Over(from, side + "c", side, to),
                ];
            }

            case TransitionKind.Whip:
                return [$"[{from}]{Whip(transition, entering)}[{to}]"];

            case TransitionKind.Zoom:
                return Zoom(half, entering, from, to, side);

            default:
                return [$"[{from}]null[{to}]"];
        }
    }

    private static string N(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool IsVertical(ShotTransition transition) => transition.Direction is TransitionDirection.Up or TransitionDirection.Down;

    // How much of the upper picture is seen, per frame and place, as a grey picture.
    private string Mask(int frames, string size, string part, string side) =>
        $"nullsrc=s={size}:r={_rate},trim=end_frame={frames},format=gray,geq=lum='255*clip({part},0,1)',"
        + $"scale={format.Canvas.Width}:{format.Canvas.Height}:flags=neighbor,format=gray[{side}m]";

    private static string[] Over(string from, string upper, string side, string to) =>
        [$"[{upper}][{side}m]alphamerge[{side}a]", $"[{from}][{side}a]overlay=format=yuv420:eof_action=pass:repeatlast=0[{to}]"];

    // The edge goes smoothly from one side to the other; behind it is the new shot.
    private string Wipe(ShotTransition transition, bool entering)
    {
        bool vertical = IsVertical(transition);
        int length = vertical ? format.Canvas.Height : format.Canvas.Width;
        string place = $"(({(vertical ? "Y" : "X")}+0.5)/{length})";
        string t = string.Create(CultureInfo.InvariantCulture, $"((N+0.5{(entering ? $"+{transition.Half}" : "")})/{transition.Frames})");
        string passed = $"({t}*{t}*(3-2*{t}))";
        string isNew = transition.Direction is TransitionDirection.Left or TransitionDirection.Up
            ? $"({place}-1+{passed})"
            : $"({passed}-{place})";
        string share = string.Create(CultureInfo.InvariantCulture, $"clip({isNew}/{SoftEdge}+0.5,0,1)");
        return entering ? "1-" + share : share;
    }

    // The old picture is pulled away faster and faster and the new one comes to rest, both blurred by as much as they move in a frame: what
    // a camera does. Beyond the picture's edge stands its mirror image.
    private string Whip(ShotTransition transition, bool entering)
    {
        bool vertical = IsVertical(transition);
        int half = transition.Half;
        (int width, int height) = (format.Canvas.Width, format.Canvas.Height);
        int length = vertical ? height : width;
        int sign = transition.Direction is TransitionDirection.Left or TransitionDirection.Up ? 1 : -1;
        List<string> filters =
        [
            vertical
                ? N($"pad={width}:{3 * height}:0:{height},fillborders=top={height}:bottom={height}:mode=mirror")
                : N($"pad={3 * width}:{height}:{width}:0,fillborders=left={width}:right={width}:mode=mirror"),
        ];
        for (int j = 0; j < half; j++)
        {
            double moved = Math.Abs(WhipWay((double)(j + 1) / half, entering) - WhipWay((double)j / half, entering)) * length;
            int radius = (int)Math.Clamp(Math.Round(moved / 2), 0, 1000);
            if (radius > 0)
            {
                filters.Add(
                    vertical
                        ? N($"avgblur=sizeX=1:sizeY={radius}:enable='eq(n,{j})'")
                        : N($"avgblur=sizeX={radius}:sizeY=1:enable='eq(n,{j})'")
                );
            }
        }

        string way = string.Join(
            '+',
            Enumerable.Range(0, half).Select(j => N($"eq(n,{j})*{sign * WhipWay((j + 0.5) / half, entering) * length:0.#}"))
        );
        filters.Add(vertical ? N($"crop={width}:{height}:0:'{height}+{way}'") : N($"crop={width}:{height}:'{width}+{way}':0"));
        filters.Add("setsar=1");
        return string.Join(',', filters);
    }

    // Where the picture is, in pictures, at a moment 0 to 1 of its half. It leaves and arrives at the same speed.
    private static double WhipWay(double t, bool entering) => entering ? -0.9 * Math.Pow(1 - t, 3) : 0.9 * Math.Pow(t, 3);

    // Several pictures of the way within one frame, mixed: the blur of a zoom.
    private IEnumerable<string> Zoom(int half, bool entering, string from, string to, string side)
    {
        const int Samples = 6;
        (int width, int height) = (format.Canvas.Width, format.Canvas.Height);
        (int left, int top) = ((width / 8 * 2) + 2, (height / 8 * 2) + 2);
        (int wide, int high) = entering ? (width + (2 * left), height + (2 * top)) : (width, height);
        string edge = entering
            ? N($"pad={wide}:{high}:{left}:{top},fillborders=left={left}:right={left}:top={top}:bottom={top}:mode=mirror,")
            : "";
        string names = string.Concat(Enumerable.Range(0, Samples).Select(s => $"[{side}z{s}]"));
        yield return $"[{from}]{edge}split={Samples}{names}";
        for (int s = 0; s < Samples; s++)
        {
            string t = N($"((in-1+{(s + 0.5) / Samples:0.####})/{half})");
            // Size of what is seen, of the picture: less than 1 is near, more is far.
            string seen = entering ? $"exp(0.4*pow(1-{t},3))" : $"exp(-0.9*pow({t},3))";
            string x = N($"{wide / 2}-{width / 2}*{seen}"),
                y = N($"{high / 2}-{height / 2}*{seen}");
            string x1 = N($"{wide / 2}-{width / 2}*{seen}+{wide}*{seen}"),
                y1 = N($"{high / 2}-{height / 2}*{seen}+{high}*{seen}");
            string crop = entering ? N($",crop={width}:{height}:0:0") : "";
            yield return $"[{side}z{s}]perspective=x0='{x}':y0='{y}':x1='{x1}':y1='{y}':x2='{x}':y2='{y1}':x3='{x1}':y3='{y1}"
                + $"':sense=source:eval=frame:interpolation=linear{crop}[{side}y{s}]";
        }

        yield return $"{names.Replace($"{side}z", $"{side}y", StringComparison.Ordinal)}mix=inputs={Samples},format=yuv420p,setsar=1[{to}]";
    }
}
