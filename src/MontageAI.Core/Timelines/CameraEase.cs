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

    /// <summary>
    /// On the natural cubic spline through all keys in a row that have this ease, and the one after them: no jump in velocity or
    /// acceleration at keys, and a jerk that is constant between two. For paths that follow a subject.
    /// </summary>
    [JsonStringEnumMemberName("spline")]
    Spline,

    /// <summary>It stays until the next key and jumps there.</summary>
    [JsonStringEnumMemberName("hold")]
    Hold,
}
