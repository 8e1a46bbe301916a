using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>
/// Which second of its source a shot shows at which of its frames: the one place where constant speed and ramps are turned into source
/// time. Planner, renderer and sound all ask here, so they agree.
/// </summary>
public static class ShotClock
{
    /// <summary>Seconds of source from the in-point to what is shown at a frame. Before the first frame and after the last the nearest
    /// speed holds.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="frame">Frame counted from the shot's first; may lie between two, before 0 or after the end.</param>
    public static double SourceSeconds(TimelineShot shot, FrameRate rate, double frame)
    {
        ArgumentNullException.ThrowIfNull(shot);
        double perFrame = 1 / rate.Value;
        if (shot.Ramp is not { Count: > 0 } ramp)
        {
            return frame * perFrame * shot.Speed.Value;
        }

        return (Travelled(ramp, frame) - Travelled(ramp, 0)) * perFrame;
    }

    /// <summary>Seconds of source that the shot shows from its first frame to the end of its last.</summary>
    public static double SourceLength(TimelineShot shot, FrameRate rate)
    {
        ArgumentNullException.ThrowIfNull(shot);
        return SourceSeconds(shot, rate, shot.Record.Length);
    }

    /// <summary>Whether a shot is shown at natural speed throughout.</summary>
    public static bool IsNatural(TimelineShot shot)
    {
        ArgumentNullException.ThrowIfNull(shot);
        return shot.Ramp is { Count: > 0 } ramp ? ramp.All(p => p.Speed == 1) : shot.Speed == new Rational(1);
    }

    // Frames of source passed since the first point, in frames of natural speed.
    private static double Travelled(IReadOnlyList<SpeedPoint> ramp, double frame)
    {
        if (frame <= ramp[0].Frame)
        {
            return (frame - ramp[0].Frame) * ramp[0].Speed;
        }

        double sum = 0;
        for (int i = 1; i < ramp.Count; i++)
        {
            (SpeedPoint from, SpeedPoint to) = (ramp[i - 1], ramp[i]);
            double length = to.Frame - from.Frame;
            if (frame < to.Frame)
            {
                double part = frame - from.Frame;
                return sum + (part * (from.Speed + ((to.Speed - from.Speed) * part / (2 * length))));
            }

            sum += length * (from.Speed + to.Speed) / 2;
        }

        return sum + ((frame - ramp[^1].Frame) * ramp[^1].Speed);
    }
}
