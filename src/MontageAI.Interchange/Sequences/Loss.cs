namespace MontageAI.Interchange.Sequences;

/// <summary>Something of a montage that a format cannot hold, or of an edited sequence that a montage cannot.</summary>
/// <param name="Code">What kind of thing, for programs: one of <see cref="LossCodes"/>.</param>
/// <param name="Shot">Name of the shot; null where it belongs to none.</param>
/// <param name="Sentence">What was there, and what stands in its place.</param>
public sealed record Loss(string Code, string? Shot, string Sentence);

/// <summary>Codes of <see cref="Loss"/>; none changes its meaning, new ones may come.</summary>
public static class LossCodes
{
    /// <summary>A transition became a hard cut.</summary>
    public const string Transition = "transition";

    /// <summary>A dissolve or wipe reaches beyond the footage.</summary>
    public const string Handles = "handles";

    /// <summary>Speed that changes over a shot became its average.</summary>
    public const string Ramp = "ramp";

    /// <summary>A camera move, or a framing, is left out.</summary>
    public const string Camera = "camera";

    /// <summary>The look is left out.</summary>
    public const string Look = "look";

    /// <summary>What was put right in a shot is left out.</summary>
    public const string Correction = "correction";

    /// <summary>What no format holds is in the pictures of a file that was rendered for it, and cannot be changed there.</summary>
    public const string Baked = "baked";

    /// <summary>Titles are left out, or simplified.</summary>
    public const string Title = "title";

    /// <summary>Captions stand beside.</summary>
    public const string Captions = "captions";

    /// <summary>The fades and the loudness of the song, or the ducking under speech.</summary>
    public const string Sound = "sound";

    /// <summary>A source has frames at irregular times, or none is known of its rate.</summary>
    public const string Rate = "rate";

    /// <summary>A source is missing.</summary>
    public const string Missing = "missing";

    /// <summary>Speed that the format does not hold.</summary>
    public const string Speed = "speed";

    /// <summary>Something that was read was rounded to whole frames.</summary>
    public const string Rounded = "rounded";

    /// <summary>An effect, generator or other thing that was read is left out.</summary>
    public const string Effect = "effect";

    /// <summary>Pictures below others, or sounds beside those of the montage, that were read are left out.</summary>
    public const string Track = "track";

    /// <summary>What a format leaves open was taken in one of its meanings.</summary>
    public const string Assumed = "assumed";
}
