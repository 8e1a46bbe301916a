using System.Globalization;
using MontageAI.Engine.Analysing;
using MontageAI.Results;
using static MontageAI.Reports.Pages.SvgBuilder;

namespace MontageAI.Reports.Pages;

/// <summary>One track as a picture: sections, waveform with energy, onset strength, beats and downbeats over both.</summary>
internal static class TrackChart
{
    private const double PixelsPerSecond = 24;
    private const int SectionTop = 0;
    private const int SectionHeight = 22;
    private const int WaveTop = 26;
    private const int WaveHeight = 96;
    private const int OnsetTop = 128;
    private const int OnsetHeight = 60;
    private const int AxisTop = 192;
    private const int Height = 212;

    /// <summary>Draws it.</summary>
    public static SvgBuilder Draw(AnalyzedTrack track)
    {
        MusicAnalysis music = track.Analysis;
        double seconds = Math.Max(0.1, music.AnalysedEnd);
        TimeAxis axis = new(seconds, PixelsPerSecond);
        SvgBuilder svg = new();
        svg.Add($"<article class=\"track\"><h3>{Escape(Path.GetFileName(track.Path))}</h3><p class=\"facts\">{Escape(Facts(track))}</p>");
        svg.Add(
            $"<div class=\"scroll\"><svg width=\"{axis.Width}\" height=\"{Height}\" data-scale=\"{axis.Scale:0.####}\" role=\"img\" ",
            $"aria-label=\"Waveform, onset strength, beats and sections\">"
        );
        Sections(svg, axis, music);
        Waveform(svg, axis, track.Curves.Waveform);
        Energy(svg, axis, music.Energy);
        Onsets(svg, axis, track.Curves.Onsets);
        Beats(svg, axis, music);
        axis.Draw(svg, AxisTop);
        svg.Add($"</svg></div>");
        svg.Add(
            $"<p class=\"legend\"><i class=\"k wave\"></i>waveform <i class=\"k energy\"></i>energy <i class=\"k onset\"></i>onset ",
            $"strength <i class=\"k downbeat\"></i>downbeat <i class=\"k ",
            $"beat\"></i>{(music.Strategy == RhythmStrategy.Beats ? "beat" : "moment to cut on")}</p>"
        );
        Alternatives(svg, music);
        return svg.Add($"</article>");
    }

    private static string Facts(AnalyzedTrack track)
    {
        MusicAnalysis music = track.Analysis;
        List<string> facts = [TimeAxis.Clock(Math.Round(music.AnalysedEnd)), $"cut on: {music.Strategy.ToString().ToLowerInvariant()}"];
        if (music.TempoBpm is { } bpm)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{bpm:0.0} BPM"));
        }

        if (music.BeatsPerBar is { } beats)
        {
            facts.Add($"bars of {beats}");
        }

        facts.Add(string.Create(CultureInfo.InvariantCulture, $"confidence {music.Confidence:0.00}"));
        return string.Join(" · ", facts) + ". " + music.Reason;
    }

    private static void Sections(SvgBuilder svg, TimeAxis axis, MusicAnalysis music)
    {
        foreach (MusicSection section in music.Sections)
        {
            double x = axis.X(section.Start),
                width = Math.Max(1, axis.X(section.End) - x - 1);
            string kind = section.Kind.ToString().ToLowerInvariant();
            svg.Add(
                $"<g class=\"section {kind}\"><title>{kind}, {TimeAxis.Clock(section.Start)} to {TimeAxis.Clock(section.End)}, energy ",
                $"{section.Energy:0.00}</title><rect x=\"{x:0.#}\" y=\"{SectionTop}\" width=\"{width:0.#}\" height=\"{SectionHeight}\" ",
                $"rx=\"3\"/><text x=\"{x + 6:0.#}\" y=\"{SectionTop + 15}\">{(width > 50 ? kind : "")}</text></g>"
            );
        }
    }

    private static void Waveform(SvgBuilder svg, TimeAxis axis, Waveform wave)
    {
        const double Middle = WaveTop + (WaveHeight / 2.0),
            Half = WaveHeight / 2.0;
        double[] high = axis.PerPixel(wave.High, wave.HopSeconds, Math.Max);
        double[] low = axis.PerPixel(wave.Low, wave.HopSeconds, Math.Min);
        svg.Area("wave", Array.ConvertAll(high, v => Middle - (v * Half)), Array.ConvertAll(low, v => Middle - (v * Half)));
    }

    private static void Energy(SvgBuilder svg, TimeAxis axis, EnergyProfile energy) =>
        svg.Line(
            "energy",
            energy.Values.Select((v, i) => (axis.X((i + 0.5) * energy.HopSeconds), (double)(WaveTop + WaveHeight - (v * WaveHeight))))
        );

    private static void Onsets(SvgBuilder svg, TimeAxis axis, OnsetStrength onsets)
    {
        double[] values = axis.PerPixel(onsets.Values, onsets.HopSeconds, Math.Max);
        double[] floor = new double[values.Length];
        Array.Fill(floor, OnsetTop + OnsetHeight);
        svg.Area("onset", Array.ConvertAll(values, v => OnsetTop + OnsetHeight - (Math.Clamp(v, 0, 1) * OnsetHeight)), floor);
    }

    private static void Beats(SvgBuilder svg, TimeAxis axis, MusicAnalysis music)
    {
        int bar = 0;
        for (int i = 0; i < music.Beats.Count; i++)
        {
            Beat beat = music.Beats[i];
            double x = axis.X(beat.Time);
            bool down = beat.BarPosition == 1;
            bar += down ? 1 : 0;
            string place = beat.BarPosition == 0 ? "moment" : FormattableString.Invariant($"bar {bar}, beat {beat.BarPosition}");
            svg.Add(
                $"<g><title>{place}, {beat.Time:0.000} s</title><line class=\"{(down ? "downbeat" : "beat")}\" x1=\"{x:0.##}\" ",
                $"x2=\"{x:0.##}\" y1=\"{(down ? WaveTop : OnsetTop)}\" y2=\"{OnsetTop + OnsetHeight}\"/></g>"
            );
            if (down)
            {
                svg.Add($"<text class=\"bar\" x=\"{x + 2:0.#}\" y=\"{WaveTop + 9}\">{bar}</text>");
            }
        }
    }

    private static void Alternatives(SvgBuilder svg, MusicAnalysis music)
    {
        if (music.Alternatives.Count == 0)
        {
            return;
        }

        string readings = string.Join(
            ", ",
            music.Alternatives.Select(a =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{a.Bpm:0.0} BPM{(a.OffBeat ? " on the off-beat" : "")} (score {a.Score:0.00})"
                )
            )
        );
        svg.Add($"<p class=\"facts\">Other readings of the tempo: {Escape(readings)}.</p>");
    }
}
