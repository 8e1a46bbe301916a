using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>How the view goes from one key to the next.</summary>
public enum CameraEase
{
    /// <summary>Evenly.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,

    /// <summary>Slowly away, slowly in: 3t² - 2t³.</summary>
    [JsonStringEnumMemberName("smooth")]
    Smooth,

    /// <summary>It stays until the next key and jumps there.</summary>
    [JsonStringEnumMemberName("hold")]
    Hold,
}
