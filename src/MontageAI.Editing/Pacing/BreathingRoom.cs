namespace MontageAI.Editing.Pacing;

/// <summary>
/// The stretch after a drop in which the picture calms down for a moment: it begins a bar of four beats after the drop, so that the first
/// shots have their full force, and lasts as many beats as the style says. Shots in it are longer and ask for less energy. Numbers chosen
/// by hand.
/// </summary>
internal sealed class BreathingRoom
{
    // Beats after the drop that keep their pace.
    private const double BurstBeats = 4;

    // How much longer shots in it are, and what is left of their energy.
    private const double Longer = 2;
    private const double Calmer = 0.6;

    private readonly double _start;
    private readonly double _end;

    /// <summary>Lays it out.</summary>
    /// <param name="dropSecond">Second of the montage at which the drop begins; null has none.</param>
    /// <param name="beatSeconds">Seconds of a beat there; null where none is known, and then there is no room either.</param>
    /// <param name="beats">Its length in beats, 0 or more.</param>
    public BreathingRoom(double? dropSecond, double? beatSeconds, double beats)
    {
        if (dropSecond is { } drop && beatSeconds is { } beat && beats > 0)
        {
            _start = drop + (BurstBeats * beat);
            _end = _start + (beats * beat);
        }
    }

    /// <summary>Whether most of [from, to) seconds of the montage lies in it.</summary>
    public bool Holds(double from, double to) => Math.Min(to, _end) - Math.Max(from, _start) > (to - from) / 2;

    /// <summary>How many times longer a shot from a second on shall be; never so long that it would outlast the room by much.</summary>
    /// <param name="second">Second of the montage.</param>
    /// <param name="seconds">Length that it would have.</param>
    public double Lengthen(double second, double seconds) =>
        second >= _start - 0.1 && second < _end - 0.1 ? Math.Max(seconds, Math.Min(Longer * seconds, _end - second)) : seconds;

    /// <summary>Energy to match between two seconds.</summary>
    public double? Calm(double? energy, double from, double to) => Holds(from, to) ? energy * Calmer : energy;
}
