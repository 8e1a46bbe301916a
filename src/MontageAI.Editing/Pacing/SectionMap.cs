using MontageAI.Editing.Materials;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Pacing;

/// <summary>Which kind of section each moment of a montage lies in: the song's own sections, or the story arc's phases where it has
/// none.</summary>
internal sealed class SectionMap
{
    private readonly List<(double Start, double End, SectionKind Kind, float Energy)> _sections = [];

    // How much a rise before a chorus counts beside its loudness; chosen by hand.
    private const double RiseWeight = 0.3;

    // A chorus after another chorus is a new one when it is louder by so much.
    private const float LeastRise = 0.05f;

    // A chorus of which less is heard is no drop.
    private const double LeastDropSeconds = 1;

    private readonly double _seconds;
    private readonly PacingStyle _style;

    /// <summary>Lays the sections of the song on the montage.</summary>
    public SectionMap(MusicAnalysis? analysis, SongStretch? stretch, double seconds, PacingStyle style)
    {
        _seconds = seconds;
        _style = style;
        if (analysis is null || stretch is null)
        {
            return;
        }

        // Walk through the montage from section to section; loops meet sections again.
        SongClock clock = stretch.Clock;
        double at = 0;
        while (at < seconds - SongClock.Tolerance)
        {
            double song = clock.SongSecondAt(at);
            MusicSection? section = analysis.Sections.FirstOrDefault(s =>
                song >= s.Start - SongClock.Tolerance && song < s.End - SongClock.Tolerance
            );
            if (section is null)
            {
                _sections.Clear();
                return;
            }

            double end = at + (section.End - song);
            if (stretch is { Loops: true, LoopEnd: { } loopEnd } && section.End > loopEnd)
            {
                end = at + (loopEnd - song);
            }

            end = Math.Min(seconds, Math.Max(end, at + SongClock.Tolerance));
            _sections.Add((at, end, section.Kind, section.Energy));
            at = end;
        }
    }

    /// <summary>Seconds of the montage at which a new section begins, without its start.</summary>
    public IEnumerable<double> Starts => _sections.Skip(1).Select(s => s.Start);

    /// <summary>
    /// Second of the montage at which the strongest chorus begins: the loudest that is not there from the start, of about equally loud ones
    /// that with the greater rise before it, then the earlier. Null where no chorus begins inside the montage, or the song's sections are
    /// not known.
    /// </summary>
    public double? DropSecond
    {
        get
        {
            double? drop = null;
            double best = double.NegativeInfinity;
            for (int i = 1; i < _sections.Count; i++)
            {
                (double start, double end, SectionKind kind, float energy) = _sections[i];
                double strength = energy + (RiseWeight * (energy - _sections[i - 1].Energy));
                if (
                    kind == SectionKind.Chorus
                    && (_sections[i - 1].Kind != SectionKind.Chorus || energy >= _sections[i - 1].Energy + LeastRise)
                    && end - start >= LeastDropSeconds
                    && strength > best + 1e-6
                )
                {
                    (drop, best) = (start, strength);
                }
            }

            return drop;
        }
    }

    /// <summary>The kind of section at a second of the montage, and how far into it the second lies (0 to 1).</summary>
    public (SectionKind Kind, double Progress) At(double second)
    {
        foreach ((double start, double end, SectionKind kind, _) in _sections)
        {
            if (second < end - SongClock.Tolerance)
            {
                return (kind, Math.Clamp((second - start) / (end - start), 0, 1));
            }
        }

        double position = second / _seconds;
        ArcPhase phase = StoryArc.PhaseAt(position, _style.Arc);
        // The climax of the song's own arc is drawn as two phases, up and down, but is one section.
        IReadOnlyList<ArcPhase> same =
        [
            .. StoryArc
                .PhasesOf(_style.Arc)
                .Where(p => p.Name == phase.Name && p.Kind == phase.Kind && (p == phase || p.End == phase.Start || p.Start == phase.End)),
        ];
        (double from, double to) = (same.Min(p => p.Start), same.Max(p => p.End));
        return (phase.Kind, Math.Clamp((position - from) / (to - from), 0, 1));
    }

    /// <summary>
    /// Beats per shot that the style asks for at a second: those of the section, and of the story arc's phase as far as the arc is strong.
    /// The song's own arc has no pace but the sections'.
    /// </summary>
    public double BeatsAt(double second)
    {
        double song = _style.BeatsFor(At(second).Kind);
        if (_style.Arc == StoryShape.Song || _sections.Count == 0)
        {
            return song;
        }

        ArcPhase phase = StoryArc.PhaseAt(second / _seconds, _style.Arc);
        double progress = Math.Clamp(((second / _seconds) - phase.Start) / (phase.End - phase.Start), 0, 1);
        double arc =
            _style.BeatsFor(phase.Kind) * (phase.Kind == SectionKind.Build ? Math.Pow(2, -2 * _style.BuildAcceleration * progress) : 1);
        return Math.Pow(song, 1 - _style.ArcStrength) * Math.Pow(arc, _style.ArcStrength);
    }
}
