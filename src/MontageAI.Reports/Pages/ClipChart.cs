using System.Globalization;
using MontageAI.Engine.Analysing;
using MontageAI.Results;
using MontageAI.Time;
using static MontageAI.Reports.Pages.SvgBuilder;

namespace MontageAI.Reports.Pages;

/// <summary>One clip as a picture: its shots with thumbnails, what is avoided and why, and its features as curves.</summary>
internal static class ClipChart
{
    private const double PixelsPerSecond = 10;
    private const double PictureWidth = 134;
    private const int StripTop = 0;
    private const int StripHeight = 76;
    private const int CurveTop = 82;
    private const int CurveHeight = 64;
    private const int ColourTop = 150;
    private const int ColourHeight = 12;
    private const int AxisTop = 166;
    private const int Height = 186;

    /// <summary>Draws it.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="pictures">JPEGs by the PTS of their frames.</param>
    public static SvgBuilder Draw(AnalyzedClip clip, IReadOnlyDictionary<MediaTime, byte[]> pictures)
    {
        ClipAnalysis analysis = clip.Analysis;
        TimeAxis axis = Axis(analysis);
        SvgBuilder svg = new();
        svg.Add($"<article class=\"clip\"><h3>{Escape(Path.GetFileName(clip.Path))}</h3><p class=\"facts\">{Escape(Facts(clip))}</p>");
        svg.Add(
            $"<div class=\"scroll\"><svg width=\"{axis.Width}\" height=\"{Height}\" data-scale=\"{axis.Scale:0.####}\" role=\"img\" ",
            $"aria-label=\"Shots, features and avoided stretches\">"
        );
        Shots(svg, axis, analysis, pictures);
        Rejected(svg, axis, analysis);
        CurveLane.Draw(svg, axis, clip, CurveTop, CurveHeight);
        ColourLane.Draw(svg, axis, clip, ColourTop, ColourHeight);
        axis.Draw(svg, AxisTop);
        svg.Add($"</svg></div><p class=\"legend\">{CurveLane.Legend}<i class=\"k rejected\"></i>avoided</p>");
        Avoided(svg, analysis);
        return svg.Add($"</article>");
    }

    /// <summary>
    /// The frames that stand for a clip: as many of each shot as have room side by side, at least one, each the known frame nearest to the
    /// middle of
    /// its room.
    /// </summary>
    /// <param name="analysis">The clip.</param>
    /// <param name="most">So many at most; the longest shots go first.</param>
    /// <returns>PTS of frames, ascending, each once.</returns>
    public static IReadOnlyList<MediaTime> Frames(ClipAnalysis analysis, int most)
    {
        TimeAxis axis = Axis(analysis);
        List<MediaTime> wanted = [];
        foreach (Shot shot in analysis.Shots.Shots.OrderByDescending(s => s.Seconds))
        {
            wanted.AddRange(Rooms(axis, shot).Select(r => Nearest(analysis, shot, r.Middle)));
        }

        return [.. wanted.Distinct().Take(most).OrderBy(t => t.Ticks)];
    }

    private static TimeAxis Axis(ClipAnalysis analysis) =>
        new(Math.Max(0.1, analysis.End.Seconds - analysis.FirstFrame.Seconds), PixelsPerSecond);

    private static IEnumerable<(double Left, double Width, double Middle)> Rooms(TimeAxis axis, Shot shot)
    {
        double width = axis.X(shot.Seconds) - 1;
        int count = Math.Max(1, (int)(width / PictureWidth));
        double room = count == 1 ? Math.Min(width, PictureWidth) : width / count;
        return Enumerable.Range(0, count).Select(i => (i * room, room, shot.Start.Seconds + (shot.Seconds * (i + 0.5) / count)));
    }

    private static MediaTime Nearest(ClipAnalysis analysis, Shot shot, double time) =>
        analysis
            .KeyFrames.Select(k => k.Time)
            .Where(t => t.Ticks >= shot.Start.Ticks && t.Ticks < shot.End.Ticks)
            .OrderBy(t => Math.Abs(t.Seconds - time))
            .FirstOrDefault(shot.Start);

    private static string Facts(AnalyzedClip clip)
    {
        ClipAnalysis a = clip.Analysis;
        List<string> facts =
        [
            TimeAxis.Clock(Math.Round(a.End.Seconds - a.FirstFrame.Seconds, 1)),
            $"{clip.Video.Codec} {clip.Video.DisplayWidth}x{clip.Video.DisplayHeight}",
            a.Shots.Shots.Count == 1 ? "1 shot" : $"{a.Shots.Shots.Count} shots",
            $"{a.Work.Total.ToString(CultureInfo.InvariantCulture)} frames looked at",
        ];
        if (a.Problem is { } problem)
        {
            facts.Add($"the decoder said: {problem}");
        }

        return string.Join(" · ", facts);
    }

    private static void Shots(SvgBuilder svg, TimeAxis axis, ClipAnalysis analysis, IReadOnlyDictionary<MediaTime, byte[]> pictures)
    {
        double first = analysis.FirstFrame.Seconds;
        for (int i = 0; i < analysis.Shots.Shots.Count; i++)
        {
            Shot shot = analysis.Shots.Shots[i];
            double x = axis.X(shot.Start.Seconds - first),
                width = Math.Max(1, axis.X(shot.Seconds) - 1);
            string frames =
                shot.StartFrame is { } from && shot.EndFrame is { } to ? FormattableString.Invariant($", frames {from} to {to}") : "";
            svg.Add(
                $"<g class=\"shot\"><title>shot {i + 1}: {shot.Start.Seconds:0.000} s to {shot.End.Seconds:0.000} s ({shot.Seconds:0.00} ",
                $"s){frames}; begins with a {Kind(shot.StartKind)}, ends with a {Kind(shot.EndKind)}</title><rect x=\"{x:0.#}\" ",
                $"y=\"{StripTop}\" width=\"{width:0.#}\" height=\"{StripHeight}\" rx=\"2\"/>"
            );
            MediaTime? shown = null;
            foreach ((double left, double room, double middle) in Rooms(axis, shot))
            {
                // Where no other frame is known, the room stays empty rather than show the same one again.
                MediaTime time = Nearest(analysis, shot, middle);
                if (time != shown && pictures.TryGetValue(time, out byte[]? picture))
                {
                    shown = time;
                    svg.Add(
                        $"<image x=\"{x + left + 1:0.#}\" y=\"{StripTop + 1}\" width=\"{Math.Max(1, room - 2):0.#}\" ",
                        $"height=\"{StripHeight - 2}\" preserveAspectRatio=\"xMidYMid slice\" ",
                        $"href=\"data:image/jpeg;base64,{Convert.ToBase64String(picture)}\"/>"
                    );
                }
            }

            svg.Add($"</g>");
        }
    }

    private static void Rejected(SvgBuilder svg, TimeAxis axis, ClipAnalysis analysis)
    {
        double first = analysis.FirstFrame.Seconds;
        foreach (RejectedStretch stretch in analysis.Rejected)
        {
            double x = axis.X(stretch.Start.Seconds - first),
                width = Math.Max(2, axis.X(stretch.End.Seconds - stretch.Start.Seconds));
            svg.Add(
                $"<rect class=\"rejected\" x=\"{x:0.#}\" y=\"{StripTop}\" width=\"{width:0.#}\" height=\"{StripHeight}\"><title>avoided: ",
                $"{stretch.Reason.ToString().ToLowerInvariant()}, {Escape(stretch.Detail)}</title></rect>"
            );
        }
    }

    private static void Avoided(SvgBuilder svg, ClipAnalysis analysis)
    {
        if (analysis.Rejected.Count == 0)
        {
            return;
        }

        svg.Add($"<table><tr><th>avoided</th><th>from</th><th>to</th><th>measured</th></tr>");
        foreach (RejectedStretch r in analysis.Rejected)
        {
            svg.Add(
                $"<tr><td>{r.Reason.ToString().ToLowerInvariant()}</td><td>{Seconds(r.Start)}</td><td>{Seconds(r.End)}</td><td>",
                $"{Escape(r.Detail)}</td></tr>"
            );
        }

        svg.Add($"</table>");
    }

    private static string Seconds(MediaTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Seconds:0.00} s");

    private static string Kind(BoundaryKind kind) =>
        kind switch
        {
            BoundaryKind.Cut => "cut",
            BoundaryKind.Fade => "fade",
            BoundaryKind.Dissolve => "dissolve",
            _ => "clip edge",
        };
}
