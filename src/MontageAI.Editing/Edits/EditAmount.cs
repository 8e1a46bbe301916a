using System.Text.Json.Serialization;

namespace MontageAI.Editing.Edits;

/// <summary>What an amount of an edit counts.</summary>
public enum EditUnit
{
    /// <summary>Frames of the timeline.</summary>
    [JsonStringEnumMemberName("frames")]
    Frames,

    /// <summary>Seconds of the timeline.</summary>
    [JsonStringEnumMemberName("seconds")]
    Seconds,

    /// <summary>Beats of the timeline.</summary>
    [JsonStringEnumMemberName("beats")]
    Beats,
}

/// <summary>How far along a timeline.</summary>
/// <param name="Value">How many; whole for frames and beats.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct EditAmount(double Value, EditUnit Unit)
{
    /// <summary>The value as a whole number.</summary>
    [JsonIgnore]
    public long Whole => (long)Math.Round(Value, MidpointRounding.AwayFromZero);
}
