using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>Where text stands that makes way for faces.</summary>
public enum TextPlace
{
    /// <summary>In the upper part of the picture.</summary>
    [JsonStringEnumMemberName("upper")]
    Upper,

    /// <summary>In the lower part of the picture.</summary>
    [JsonStringEnumMemberName("lower")]
    Lower,
}
