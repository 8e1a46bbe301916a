namespace MontageAI.Editing.Styles;

/// <summary>Changes of speed and camera moves that the edit adds.</summary>
public sealed record MotionStyle
{
    /// <summary>Share of shots that slow down into the next strong beat, 0 to 1.</summary>
    public double RampShare { get; init; }

    /// <summary>Slowest speed of a ramp, 0.2 to 1; no lower than slow motion may go.</summary>
    public double RampSpeed { get; init; } = 0.5;

    /// <summary>Share of shots, of those with high action, shown in slow motion, 0 to 1.</summary>
    public double SlowShare { get; init; }

    /// <summary>Speed of slow motion, 0.2 to 1. Below what the source's frame rate carries (timeline rate over source rate) pictures
    /// repeat, so it goes no lower than half of that.</summary>
    public double SlowSpeed { get; init; } = 0.5;

    /// <summary>Share of sections that end on a frozen picture, 0 to 1.</summary>
    public double FreezeShare { get; init; }

    /// <summary>Beats that a frozen picture stands, 0.25 to 8.</summary>
    public double FreezeBeats { get; init; } = 1;

    /// <summary>Share of strong accents inside shots that get a punch-in, 0 to 1.</summary>
    public double PunchShare { get; init; }

    /// <summary>Zoom of a punch-in, 1 to 2.</summary>
    public double PunchZoom { get; init; } = 1.15;

    /// <summary>Slow push into still shots: zoom gained per second, 0 to 0.2. Photographs always move at least 0.02.</summary>
    public double PushPerSecond { get; init; }
}
