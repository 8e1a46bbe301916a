using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>How one shot gives way to the next. What each looks like frame by frame is told at <see cref="ShotTransition"/>.</summary>
public enum TransitionKind
{
    /// <summary>The old picture fades while the new one comes.</summary>
    [JsonStringEnumMemberName("dissolve")]
    Dissolve,

    /// <summary>Down to black, up from black.</summary>
    [JsonStringEnumMemberName("fade_black")]
    FadeBlack,

    /// <summary>Up to white, down from white.</summary>
    [JsonStringEnumMemberName("fade_white")]
    FadeWhite,

    /// <summary>The picture is torn sideways out of the old shot and comes to rest in the new one.</summary>
    [JsonStringEnumMemberName("whip")]
    Whip,

    /// <summary>An edge passes over the picture, the new shot behind it.</summary>
    [JsonStringEnumMemberName("wipe")]
    Wipe,

    /// <summary>The old picture rushes towards the viewer, the new one settles.</summary>
    [JsonStringEnumMemberName("zoom")]
    Zoom,

    /// <summary>The new shot begins white and clears.</summary>
    [JsonStringEnumMemberName("flash")]
    Flash,
}
