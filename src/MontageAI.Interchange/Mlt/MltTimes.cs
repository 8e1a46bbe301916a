using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Mlt;

/// <summary>What MLT and Kdenlive count and name alike.</summary>
internal static class MltTimes
{
    /// <summary>The frame at the profile's rate, in the (perhaps retimed) source, that belongs to a frame of a shot.</summary>
    public static long Place(Sequence sequence, SequenceClip clip, long frame)
    {
        double seconds = clip.Media.IsStill ? 0 : clip.Media.Rate.SecondsAt(clip.In);
        double speed = clip.IsNatural || clip.Speed.Numerator == 0 ? 1 : clip.Speed.Value;
        return (long)Math.Round(seconds * sequence.Rate.Value / speed, MidpointRounding.AwayFromZero) + frame;
    }

    /// <summary>Frames at the profile's rate that a (perhaps retimed) source has; null where that is not known.</summary>
    public static long? Length(Sequence sequence, SequenceMedia media, double speed) =>
        media.IsStill ? null
        : media.Frames is { } frames ? Math.Max(1, (long)Math.Floor((media.Rate.SecondsAt(frames) * sequence.Rate.Value / speed) + 1e-6))
        : null;

    /// <summary>The colour of a kind of marker.</summary>
    public static string Colour(MarkerKind kind) =>
        kind switch
        {
            MarkerKind.Section => "#0000ff",
            MarkerKind.Downbeat => "#00a000",
            MarkerKind.Beat => "#00c0c0",
            _ => "#ff0000",
        };
}
