using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>Where the picture goes in transitions that move.</summary>
public enum TransitionDirection
{
    /// <summary>To the left.</summary>
    [JsonStringEnumMemberName("left")]
    Left,

    /// <summary>To the right.</summary>
    [JsonStringEnumMemberName("right")]
    Right,

    /// <summary>Upwards.</summary>
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>Downwards.</summary>
    [JsonStringEnumMemberName("down")]
    Down,
}
