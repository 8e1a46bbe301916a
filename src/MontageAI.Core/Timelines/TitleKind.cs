using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>Where a title stands.</summary>
public enum TitleKind
{
    /// <summary>Large, in the middle, over the pictures.</summary>
    [JsonStringEnumMemberName("title")]
    Title,

    /// <summary>Small, low on the left, over the pictures.</summary>
    [JsonStringEnumMemberName("lower_third")]
    LowerThird,

    /// <summary>In the middle over darkened pictures, at the end.</summary>
    [JsonStringEnumMemberName("end_card")]
    EndCard,
}
