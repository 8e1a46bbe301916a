using System.Globalization;
using MontageAI.Reports.Judging;
using MontageAI.Reports.Sheets;
using MontageAI.Results;
using MontageAI.Timelines;
using static MontageAI.Reports.Pages.SvgBuilder;

namespace MontageAI.Reports.Pages;

/// <summary>A montage as one HTML page that needs nothing beside itself: a strip of shots on the ruler of beats, and every shot with its
/// reasons and alternatives.</summary>
internal static class PlanPage
{
    private const double PixelsPerSecond = 76;
    private const int SectionTop = 0;
    private const int RulerTop = 26;
    private const int StripTop = 46;
    private const int StripHeight = 90;
    private const int CurveTop = 144;
    private const int CurveHeight = 70;
    private const int AxisTop = 220;
    private const int Height = 240;
    private const int MostFaults = 12;

    /// <summary>Draws it.</summary>
    /// <param name="montage">The montage.</param>
    /// <param name="judgement">Its figures.</param>
    /// <param name="timeline">The timeline; null for a film, whose shots have no reasons.</param>
    /// <param name="pictures">JPEG of each shot; null where there is none.</param>
    public static string Draw(SheetMontage montage, MontageJudgement judgement, Timeline? timeline, IReadOnlyList<byte[]?> pictures)
    {
        SvgBuilder html = new();
        html.Add(
            $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" ",
            $"content=\"width=device-width\"><title>{Escape(montage.Title)}</title><style>",
            $"{PageMaker.Resource("page.css")}{PageMaker.Resource("plan.css")}</style></head><body>"
        );
        html.Add($"<header><h1>{Escape(montage.Title)}</h1><p>{Escape(montage.Facts)}</p></header><main>");
        Strip(html, montage, pictures);
        Figures(html, judgement);
        html.Add($"<h2>Shots</h2><ol class=\"shots\">");
        for (int i = 0; i < montage.Shots.Count; i++)
        {
            ShotOf(html, montage, timeline, i, pictures[i]);
        }

        html.Add($"</ol>");
        if (timeline is { Notes.Count: > 0 })
        {
            html.Add($"<h2>Notes</h2><ul>");
            foreach (string note in timeline.Notes)
            {
                html.Add($"<li>{Escape(note)}</li>");
            }

            html.Add($"</ul>");
        }

        return html.Add(
                $"</main><div id=\"cursor\"></div><script>{PageMaker.Resource("page.js")}{PageMaker.Resource("plan.js")}</script></body>",
                $"</html>"
            )
            .ToString();
    }

    private static void Strip(SvgBuilder html, SheetMontage montage, IReadOnlyList<byte[]?> pictures)
    {
        TimeAxis axis = new(Math.Max(0.1, montage.Seconds), PixelsPerSecond);
        html.Add(
            $"<div class=\"scroll\" tabindex=\"-1\"><svg width=\"{axis.Width}\" height=\"{Height}\" data-scale=\"{axis.Scale:0.####}\" ",
            $"role=\"group\" aria-label=\"Shots on the ruler of beats, with energy of music and picture\">"
        );
        foreach (MusicSection section in montage.Sections)
        {
            double x = axis.X(section.Start),
                width = Math.Max(1, axis.X(section.End) - x - 1);
            string kind = section.Kind.ToString().ToLowerInvariant();
            html.Add(
                $"<g class=\"section {kind}\"><title>{kind}, energy {section.Energy:0.00}</title><rect x=\"{x:0.#}\" y=\"{SectionTop}\" ",
                $"width=\"{width:0.#}\" height=\"22\" rx=\"3\"/><text x=\"{x + 6:0.#}\" y=\"15\">{(width > 50 ? kind : "")}</text></g>"
            );
        }

        int bar = 0;
        foreach ((double second, int position) in montage.Beats)
        {
            double x = axis.X(second);
            bool down = position == 1;
            bar += down ? 1 : 0;
            html.Add(
                $"<line class=\"{(down ? "downbeat" : "beat")}\" x1=\"{x:0.##}\" x2=\"{x:0.##}\" ",
                $"y1=\"{(down ? RulerTop : RulerTop + 9)}\" y2=\"{StripTop - 2}\"/>"
            );
            if (down)
            {
                html.Add($"<text class=\"bar\" x=\"{x + 3:0.#}\" y=\"{RulerTop + 9}\">{bar}</text>");
            }
        }

        for (int i = 0; i < montage.Shots.Count; i++)
        {
            SheetShot shot = montage.Shots[i];
            double x = axis.X(shot.Start) + 1,
                width = Math.Max(1, axis.X(shot.End) - x - 1);
            string label = string.Create(
                CultureInfo.InvariantCulture,
                $"Shot {i + 1}, {shot.Start:0.00} to {shot.End:0.00} "
                    + $"s{(shot.Name.Length > 0 ? ", " + shot.Name : "")}{(shot.Entry is { } entry ? ", by " + entry : "")}"
            );
            html.Add(
                $"<a class=\"cell\" href=\"#shot-{i + 1}\" aria-label=\"{Escape(label)}\"><title>{Escape(label)}</title><svg ",
                $"x=\"{x:0.##}\" y=\"{StripTop}\" width=\"{width:0.##}\" height=\"{StripHeight}\" viewBox=\"0 0 {width:0.##} ",
                $"{StripHeight}\"><rect class=\"lane\" width=\"100%\" height=\"100%\"/>"
            );
            double tile = StripHeight * montage.Aspect;
            int count = Math.Max(1, (int)Math.Ceiling(width / tile));
            for (int k = 0; k < count && pictures[i] is not null; k++)
            {
                double left = ((k + 0.5) * width / count) - (tile / 2);
                html.Add($"<use href=\"#p{i + 1}\" x=\"{left:0.##}\" y=\"0\"/>");
            }

            html.Add(
                $"</svg><rect class=\"frame{(shot.Entry is null ? "" : " joint")}\" x=\"{x:0.##}\" y=\"{StripTop}\" ",
                $"width=\"{width:0.##}\" height=\"{StripHeight}\" rx=\"3\"/><text class=\"number\" x=\"{x + 5:0.#}\" ",
                $"y=\"{StripTop + 14}\">{i + 1}{(shot.Speed is { } speed ? " " + Escape(speed) : "")}</text></a>"
            );
        }

        html.Add($"<rect class=\"lane\" x=\"0\" y=\"{CurveTop}\" width=\"{axis.X(montage.Seconds):0.#}\" height=\"{CurveHeight}\"/>");
        Course(html, axis, montage.Music, "energy");
        Course(html, axis, montage.Picture, "sharpness");
        axis.Draw(html, AxisTop);
        html.Add($"<defs>");
        for (int i = 0; i < pictures.Count; i++)
        {
            if (pictures[i] is { } jpeg)
            {
                html.Add(
                    $"<image id=\"p{i + 1}\" width=\"{StripHeight * montage.Aspect:0.##}\" height=\"{StripHeight}\" ",
                    $"href=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\"/>"
                );
            }
        }

        html.Add(
            $"</defs></svg></div><p class=\"legend\"><i class=\"k energy\"></i>energy of the music <i class=\"k sharpness\"></i>motion ",
            $"in the pictures <i class=\"k downbeat\"></i>downbeat <i class=\"k beat\"></i>beat <span>Arrow keys go from shot to ",
            $"shot.</span></p>"
        );
    }

    // Each measure over its own largest value: shapes are compared, not sizes.
    private static void Course(SvgBuilder html, TimeAxis axis, IReadOnlyList<double?> values, string style)
    {
        double most = values.Max() is { } m && m > 0 ? m : 1;
        html.Line(
            style,
            values
                .Select((v, s) => (v, s))
                .Where(p => p.v is not null)
                .Select(p => (axis.X(p.s + 0.5), CurveTop + CurveHeight - 3 - (p.v!.Value / most * (CurveHeight - 8))))
        );
    }

    private static void Figures(SvgBuilder html, MontageJudgement j)
    {
        html.Add($"<h2>Figures</h2><table class=\"figures\"><tr><th>what</th><th>value</th><th>by chance</th></tr>");
        void Row(string name, FormattableString value, FormattableString? chance = null) =>
            html.Add(
                $"<tr><td>{name}</td><td>{FormattableString.Invariant(value)}</td><td>",
                $"{(chance is null ? "" : FormattableString.Invariant(chance))}</td></tr>"
            );
        if (j.Beats is { } b)
        {
            Row("cut to nearest beat, median", $"{b.ErrorMs.Median:0.0} ms", $"{b.ChanceMs.Median:0.0} ms");
            Row("cuts on a beat", $"{100 * b.OnBeat:0} %", $"{100 * b.OnBeatChance:0} %");
            if (b.OnDownbeat is { } down)
            {
                Row("cuts on a downbeat", $"{100 * down:0} %", $"{100 * b.OnDownbeatChance ?? 0:0} %");
            }

            if (b.SectionChangesCut is { } sections)
            {
                Row("section changes with a cut", $"{100 * sections:0} % of {b.SectionChanges}");
            }
        }

        Row("cuts a minute", $"{j.Pace.CutsPerMinute:0.0}");
        Row("length of shots, mean and median", $"{j.Pace.MeanShotSeconds:0.00} s, {j.Pace.MedianShotSeconds:0.00} s");
        if (j.Energy is { Motion: { } motion } energy)
        {
            Row("motion with the music, rank correlation", $"{motion:+0.00;-0.00;0.00}", $"within {energy.Chance:0.00}");
        }

        if (j.Energy is { Pace: { } pace } course)
        {
            Row("pace with the music, rank correlation", $"{pace:+0.00;-0.00;0.00}", $"within {course.Chance:0.00}");
        }

        if (j.Variety is { Sources: { } sources } v)
        {
            Row("files shown", $"{sources}, evenness {v.Evenness ?? 1:0.00}");
            Row("frames shown before", $"{100 * v.RepeatedFrames ?? 0:0.0} %");
        }

        if (j.Variety.JumpCuts is { } jumps)
        {
            Row("jump cuts", $"{jumps.Count}");
        }

        if (j.Pictures is { } p)
        {
            Row(
                "frames shaken, blurred, black, frozen",
                $"{100 * p.Shaken ?? 0:0.0} %, {100 * p.Blurred ?? 0:0.0} %, {100 * p.Black:0.0} %, {100 * p.Frozen:0.0} %"
            );
            foreach (PictureFault fault in p.Faults.Take(MostFaults))
            {
                Row($"<a href=\"#shot-{fault.Shot}\">shot {fault.Shot}</a>", $"{fault.Kind} from {fault.From:0.00} to {fault.To:0.00} s");
            }
        }

        if (j.Sound.LoudnessLufs is { } lufs)
        {
            Row("loudness", $"{lufs:0.0} LUFS, true peak {j.Sound.TruePeakDb ?? 0:0.0} dBTP");
        }

        html.Add($"</table>");
        if (j.Missing.Count > 0)
        {
            html.Add($"<p class=\"facts\">Unknown: {string.Join(" ", j.Missing.Select(m => Escape($"{m.Figure}: {m.Reason}")))}</p>");
        }
    }

    private static void ShotOf(SvgBuilder html, SheetMontage montage, Timeline? timeline, int index, byte[]? picture)
    {
        SheetShot shot = montage.Shots[index];
        html.Add($"<li id=\"shot-{index + 1}\" tabindex=\"-1\"><h3>{index + 1}. {Escape(shot.Name)}</h3>");
        if (picture is not null)
        {
            html.Add(
                $"<svg class=\"thumb\" viewBox=\"0 0 {StripHeight * montage.Aspect:0.##} {StripHeight}\" role=\"img\" ",
                $"aria-label=\"Middle of the shot\"><use href=\"#p{index + 1}\"/></svg>"
            );
        }

        html.Add(
            $"<div><p class=\"facts\">{shot.Start:0.00} to {shot.End:0.00} s, {shot.End - shot.Start:0.00} s ",
            $"long{(shot.Entry is { } entry ? $", entered by {entry}" : "")}",
            $"{(shot.Speed is { } speed ? $", speed {Escape(speed)}" : "")}</p>"
        );
        if (timeline is not null)
        {
            TimelineShot planned = timeline.Shots[index];
            html.Add($"<p class=\"facts\">{Escape(Name(timeline, planned.Source))} from {planned.In.Seconds:0.00} s</p><ul>");
            foreach (string reason in planned.Reasons.Select(r => r.Sentence))
            {
                html.Add($"<li>{Escape(reason)}</li>");
            }

            html.Add($"</ul>");
            if (planned.Alternatives.Count > 0)
            {
                html.Add($"<details><summary>{planned.Alternatives.Count} that could have stood here</summary><ul>");
                foreach (ShotAlternative other in planned.Alternatives)
                {
                    html.Add(
                        $"<li>{Escape(Name(timeline, other.Source))} from {other.In.Seconds:0.00} s: {Escape(other.Reason.Sentence)}</li>"
                    );
                }

                html.Add($"</ul></details>");
            }
        }

        html.Add($"</div></li>");
    }

    private static string Name(Timeline timeline, string source) =>
        Path.GetFileName(timeline.Sources.FirstOrDefault(s => s.Id == source)?.Path ?? source);
}
